import type { PayloadIssue } from './error.ts';
import type { ErrorSource } from './error-source.ts';

/** The payload is wrong: `main` throws this to answer with status 400 instead of 500. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  readonly code = 'payload';
  readonly source: ErrorSource = 'user';
  readonly retryable = false;
  /** What is wrong, by place; may be empty when the message says it all. */
  readonly issues: readonly PayloadIssue[];

  constructor(message: string, issues: readonly PayloadIssue[] = []) {
    super(message);
    this.issues = issues;
  }
}
