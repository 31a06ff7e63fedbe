/**
 * Deployment outputs are absent, unreadable or wrong. The message is complete: what is wrong, what would have been
 * right, and what to do. {@link OutputsError.what}, `allowed` and `fix` are its parts, for callers that print them apart.
 */
export class OutputsError extends Error {
  readonly what: string;
  readonly allowed: string | undefined;
  readonly fix: string | undefined;

  constructor(details: {
    readonly what: string;
    readonly allowed?: string | undefined;
    readonly fix?: string | undefined;
    readonly cause?: unknown;
  }) {
    const { what, allowed, fix, cause } = details;
    const message = [what, allowed, fix].filter((part) => part !== undefined).join(' ');
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OutputsError';
    this.what = what;
    this.allowed = allowed;
    this.fix = fix;
  }
}
