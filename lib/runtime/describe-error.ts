import type { ErrorDescription, PayloadIssue } from '../contract/error.ts';
import { knownSecrets } from '../contract/known-secrets.ts';
import { PayloadError } from '../contract/payload-error.ts';
import { fullMessageOf, messageOf, nameOf } from '../core/errors.ts';
import { cut, isInstance, listOf, MAX_MESSAGE_LENGTH, memberOf, stringMember } from '../core/thrown.ts';

/** Describes anything that was thrown, whatever it does when it is asked. The stack is left out unless asked for. */
export function describeError(
  error: unknown,
  options: { readonly requestId?: string | undefined; readonly debug?: boolean | undefined } = {},
): ErrorDescription {
  const issues = issuesOf(error);
  const code = stringMember(error, 'code');
  const stack = options.debug ? stringMember(error, 'stack') : undefined;
  const retryable = memberOf(error, 'retryable');
  return {
    name: hide(nameOf(error)),
    message: hide(explain(error, issues)),
    code: code === undefined ? undefined : hide(code),
    retryable: typeof retryable === 'boolean' ? retryable : undefined,
    issues: issues.length > 0 ? issues : undefined,
    requestId: options.requestId,
    stack: stack === undefined ? undefined : hide(stack),
  };
}

/** Errors of schema libraries, which blame the payload; known by name, because a bundle may hold several copies of one. */
const SCHEMA_ERRORS = ['ZodError', '$ZodError', 'SchemaError'];

/** Of more, the first ones say enough. */
const MAX_ISSUES = 100;

/** 400 when the payload is to blame, 500 when the workflow is. */
export function statusOf(error: unknown): 400 | 500 {
  return isInstance(error, PayloadError) || SCHEMA_ERRORS.includes(nameOf(error)) ? 400 : 500;
}

function explain(error: unknown, issues: readonly PayloadIssue[]): string {
  if (issues.length > 0 && statusOf(error) === 400) {
    const list = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    return cut(`The payload is not valid: ${list.join('; ')}`, MAX_MESSAGE_LENGTH);
  }
  return fullMessageOf(error);
}

function issuesOf(error: unknown): PayloadIssue[] {
  return listOf(memberOf(error, 'issues'), MAX_ISSUES).flatMap((issue) => {
    const message = stringMember(issue, 'message');
    if (message === undefined) return [];
    const path = listOf(memberOf(issue, 'path'), MAX_ISSUES).map(segmentOf).join('.');
    return [{ path: hide(path), message: hide(message) }];
  });
}

/** Standard Schema allows `{ key }` where zod has the key itself. */
function segmentOf(segment: unknown): string {
  return messageOf(memberOf(segment, 'key') ?? segment);
}

function hide(text: string): string {
  return knownSecrets.hideIn(text);
}
