import { ExplainedError } from '../core/errors.ts';

/** A workflow cannot be bundled or staged. The message says what is wrong, where, and how to mend it. */
export class BundleError extends ExplainedError {
  override readonly name = 'BundleError';
  /** The files that are wrong or missing, absolute, as far as they are known. */
  readonly files: readonly string[];

  constructor(
    message: string,
    options: ErrorOptions & { readonly files?: readonly string[] | undefined } = {},
  ) {
    const { files = [], ...rest } = options;
    super(message, rest);
    this.files = files;
  }
}
