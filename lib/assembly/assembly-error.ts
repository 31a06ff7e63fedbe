import { ExplainedError } from '../core/errors.ts';

/** There is no cloud assembly, or it is not whole. */
export class AssemblyError extends ExplainedError {
  override readonly name = 'AssemblyError';
}
