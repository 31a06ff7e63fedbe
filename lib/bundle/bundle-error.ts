import { ExplainedError, type Explanation } from '../core/errors.ts';

/** A workflow cannot be bundled or staged. The message says what is wrong, where, and how to mend it. */
export class BundleError extends ExplainedError {
  override readonly name = 'BundleError';
  /** The files that are wrong or missing, absolute, as far as they are known. */
  readonly files: readonly string[];

  constructor(explanation: BundleExplanation);
  constructor(message: string, options?: ErrorOptions & Pick<BundleExplanation, 'files'>);
  constructor(
    explanation: BundleExplanation | string,
    options: ErrorOptions & Pick<BundleExplanation, 'files'> = {},
  ) {
    const parts = typeof explanation === 'string' ? { what: explanation, ...options } : explanation;
    super(parts);
    this.files = parts.files ?? [];
  }
}

/** What is wrong, and in which files. */
interface BundleExplanation extends Explanation {
  readonly files?: readonly string[] | undefined;
}
