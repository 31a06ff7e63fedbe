import { ExplainedError } from '../../core/errors.ts';

/** A package that only some users need, and that is therefore not installed with this one. */
export class MissingPackageError extends ExplainedError {
  override readonly name = 'MissingPackageError';
}
