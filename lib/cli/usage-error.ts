import { ExplainedError } from '../core/errors.ts';

/** The command was called wrongly. */
export class UsageError extends ExplainedError {
  override readonly name = 'UsageError';
}
