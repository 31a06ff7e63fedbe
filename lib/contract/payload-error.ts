import type { PayloadIssue } from './error.ts';

/** The payload is wrong: `main` throws this to answer with status 400 instead of 500. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  /** What is wrong, by place; may be empty when the message says it all. */
  readonly issues: readonly PayloadIssue[];

  constructor(message: string, issues: readonly PayloadIssue[] = []) {
    super(message);
    this.issues = issues;
  }
}
