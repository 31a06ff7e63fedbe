import { ExplainedError } from '../core/errors.ts';

/** Nothing can be done there, or not in one place. */
export class TargetError extends ExplainedError {
  override readonly name = 'TargetError';
}
