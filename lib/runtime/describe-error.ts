import { type ErrorDescription, MAX_ISSUES, type PayloadIssue, textOfIssues } from '../contract/error.ts';
import { knownSecrets } from '../contract/known-secrets.ts';
import { PayloadError } from '../contract/payload-error.ts';
import { fullMessageOf, messageOf, nameOf } from '../core/errors.ts';
import { firstThrown } from '../core/suppressed.ts';
import { cut, isInstance, listOf, MAX_MESSAGE_LENGTH, memberOf, stringMember } from '../core/thrown.ts';

/**
 * Describes anything that was thrown, whatever it does when it is asked. The stack is left out unless asked for. Of a
 * SuppressedError, the error that came first is described, and those that followed are said after it.
 */
export function describeError(
  thrown: unknown,
  options: { readonly requestId?: string | undefined; readonly debug?: boolean | undefined } = {},
): ErrorDescription {
  const { first: error, later } = firstThrown(thrown);
  const issues = issuesOf(error);
  const code = stringMember(error, 'code');
  const stack = options.debug ? stringMember(error, 'stack') : undefined;
  const retryable = memberOf(error, 'retryable');
  return {
    name: hide(nameOf(error)),
    message: hide(cut([explain(error, issues), ...later.map(afterwards)].join(' '), MAX_MESSAGE_LENGTH)),
    code: code === undefined ? undefined : hide(code),
    retryable: typeof retryable === 'boolean' ? retryable : undefined,
    issues: issues.length > 0 ? issues : undefined,
    requestId: options.requestId,
    stack: stack === undefined ? undefined : hide(stack),
  };
}

/** They blame the payload; known by name, because a bundle may hold several copies of a library, or of this package. */
const PAYLOAD_ERRORS = ['PayloadError', 'ZodError', '$ZodError', 'SchemaError'];

/** 400 when the payload is to blame, 500 when the workflow is. */
export function statusOf(thrown: unknown): 400 | 500 {
  const error = firstThrown(thrown).first;
  return isInstance(error, PayloadError) || PAYLOAD_ERRORS.includes(nameOf(error)) ? 400 : 500;
}

function explain(error: unknown, issues: readonly PayloadIssue[]): string {
  if (issues.length > 0 && statusOf(error) === 400) {
    return cut(`The payload is not valid: ${textOfIssues(issues)}`, MAX_MESSAGE_LENGTH);
  }
  return fullMessageOf(error);
}

function afterwards(error: unknown): string {
  return `(Then, at the end of its scope: ${fullMessageOf(error)})`;
}

function issuesOf(error: unknown): PayloadIssue[] {
  return listOf(memberOf(error, 'issues'), MAX_ISSUES).flatMap((issue) => {
    const message = stringMember(issue, 'message');
    if (message === undefined) return [];
    const path = memberOf(issue, 'path');
    // Our own errors have it ready.
    const text =
      typeof path === 'string'
        ? cut(path, MAX_MESSAGE_LENGTH)
        : listOf(path, MAX_ISSUES).map(segmentOf).join('.');
    return [{ path: hide(text), message: hide(message) }];
  });
}

/** Standard Schema allows `{ key }` where zod has the key itself. */
function segmentOf(segment: unknown): string {
  return messageOf(memberOf(segment, 'key') ?? segment);
}

function hide(text: string): string {
  return knownSecrets.hideIn(text);
}
