/** The command was called wrongly. The message says what is wrong, what is allowed and what to do, in this order. */
export class UsageError extends Error {
  constructor(details: {
    readonly what: string;
    readonly allowed?: string | undefined;
    readonly fix?: string | undefined;
    readonly cause?: unknown;
  }) {
    const { what, allowed, fix, cause } = details;
    super(
      [what, allowed, fix].filter((part) => part !== undefined).join(' '),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'UsageError';
  }
}
