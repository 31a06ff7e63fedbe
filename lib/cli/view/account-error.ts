import { isIdentityError } from '../../contract/identity-errors.ts';
import { ExplainedError, type Explanation, isExplained } from '../../core/errors.ts';
import { isAccessDenied } from '../aws-failure.ts';
import type { CommandLine } from '../command-line.ts';
import { factsOf } from '../error-facts.ts';
import { explainError } from '../explain-error.ts';
import { failedOperation } from './call-gates.ts';

/** AWS did not give what a page needs. The message says what to do. */
export class AccountError extends ExplainedError {
  override readonly name = 'AccountError';
  /** Of the page that says so. */
  readonly httpStatus: 403 | 502;

  constructor(explanation: Explanation, httpStatus: 403 | 502 = 502) {
    super(explanation);
    this.httpStatus = httpStatus;
  }
}

/** What a page says of an error of AWS. */
export function accountError(error: unknown, context: { readonly commandLine: CommandLine }): ExplainedError {
  if (isExplained(error)) return error;
  const what = whyOf(error, context);
  if (!isAccessDenied(factsOf(error)))
    return new AccountError({ what, cause: error }, isIdentityError(error) ? 403 : 502);
  const fix = `What this viewer needs is listed by "${context.commandLine('view', '--help')}".`;
  return new AccountError({ what: `Access denied: ${what}`, fix, cause: error }, 403);
}

/** Why something could not be read, with what was called, and what to do. */
export function whyOf(error: unknown, context: { readonly commandLine: CommandLine }): string {
  const { message } = explainError(error, context).failure;
  const operation = failedOperation(error);
  // Who is not authorized is told for what.
  const isSaid = operation === undefined || message.includes(operation) || isIdentityError(error);
  return isSaid ? message : `${operation} failed: ${message}`;
}

/** Whether a page can go on without what has failed so. Nothing can be had with credentials that are refused. */
export function isPartial(error: unknown, signal: AbortSignal): boolean {
  return !signal.aborted && !isIdentityError(error);
}

/** Whether the same call may work in a moment: AWS throttles, or was not reached. */
export function isPassing(error: unknown, context: { readonly commandLine: CommandLine }): boolean {
  return !isExplained(error) && explainError(error, context).failure.retryable;
}
