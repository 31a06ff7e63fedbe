import { ExplainedError } from '../core/errors.ts';

/** A workflow cannot be bundled or staged. The message says what is wrong, where, and how to mend it. */
export class BundleError extends ExplainedError {
  override readonly name = 'BundleError';
}
