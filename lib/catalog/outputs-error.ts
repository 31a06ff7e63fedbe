import { ExplainedError } from '../core/errors.ts';

/** Deployment outputs are absent, unreadable or wrong. */
export class OutputsError extends ExplainedError {
  override readonly name = 'OutputsError';
}
