import type { ErrorDescription, PayloadIssue } from '../contract/error.ts';
import { PayloadError } from '../contract/payload-error.ts';
import { memberOf, messageOf } from '../core/errors.ts';

/** Describes anything that was thrown. The stack is left out unless asked for. */
export function describeError(
  error: unknown,
  options: { readonly requestId?: string | undefined; readonly debug?: boolean | undefined } = {},
): ErrorDescription {
  const issues = issuesOf(error);
  const code = stringMember(error, 'code');
  const stack = options.debug ? stringMember(error, 'stack') : undefined;
  const retryable = memberOf(error, 'retryable');
  return {
    name: stringMember(error, 'name') ?? 'Error',
    message: explain(error, issues),
    code,
    retryable: typeof retryable === 'boolean' ? retryable : undefined,
    issues: issues.length > 0 ? issues : undefined,
    requestId: options.requestId,
    stack,
  };
}

/** Errors of schema libraries, which blame the payload; known by name, because a bundle may hold several copies of one. */
const SCHEMA_ERRORS = ['ZodError', '$ZodError', 'SchemaError'];

/** 400 when the payload is to blame, 500 when the workflow is. */
export function statusOf(error: unknown): 400 | 500 {
  const blamesPayload =
    error instanceof PayloadError || SCHEMA_ERRORS.includes(stringMember(error, 'name') ?? '');
  return blamesPayload ? 400 : 500;
}

function explain(error: unknown, issues: readonly PayloadIssue[]): string {
  if (issues.length > 0 && statusOf(error) === 400) {
    const list = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    return `The payload is not valid: ${list.join('; ')}`;
  }
  return messageOf(error);
}

function issuesOf(error: unknown): PayloadIssue[] {
  const issues = memberOf(error, 'issues');
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: unknown) => {
    const message = stringMember(issue, 'message');
    if (message === undefined) return [];
    const path = memberOf(issue, 'path');
    return [{ path: Array.isArray(path) ? path.map(segmentOf).join('.') : '', message }];
  });
}

/** Standard Schema allows `{ key }` where zod has the key itself. */
function segmentOf(segment: unknown): string {
  return messageOf(memberOf(segment, 'key') ?? segment);
}

function stringMember(value: unknown, key: string): string | undefined {
  const found = memberOf(value, key);
  return typeof found === 'string' ? found : undefined;
}
