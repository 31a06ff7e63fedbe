/** What a check has found. */
export interface CheckOutcome {
  readonly status: OutcomeStatus;
  /** What is there, or why that cannot be known: for the middle of a line, or sentences. */
  readonly found: string;
  /** What to do about it: commands to copy, or a sentence. @default - nothing is to be done */
  readonly remedy?: readonly string[] | undefined;
}

/** `unknown` is what could not be looked at: it is never taken for `ok`. */
export type OutcomeStatus = 'ok' | 'warning' | 'missing' | 'unknown';

/** Everything is as it should be. */
export function ok(found: string): CheckOutcome {
  return { status: 'ok', found };
}

/** It works, but not everything that it could, or not for long. */
export function warning(found: string, ...remedy: readonly string[]): CheckOutcome {
  return { status: 'warning', found, remedy };
}

/** Something does not work without it. */
export function lacking(found: string, ...remedy: readonly string[]): CheckOutcome {
  return { status: 'missing', found, remedy };
}

/** It could not be looked at. */
export function unknown(found: string, ...remedy: readonly string[]): CheckOutcome {
  return { status: 'unknown', found, remedy };
}
