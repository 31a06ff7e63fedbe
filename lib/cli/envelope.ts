import type { ErrorSource } from '../contract/error-source.ts';
import { visible } from '../core/visible.ts';
import type { CommandContext } from './command-context.ts';

/** What every command prints on stdout with `--json`: one object, whatever becomes of it. */
export type Envelope =
  | { readonly ok: true; readonly data: unknown }
  | {
      readonly ok: false;
      readonly error: CommandFailure;
      /** What is known all the same, such as the session of an invocation that failed. */
      readonly data?: unknown;
    };

/** Why a command failed, for programs. */
export interface CommandFailure {
  /** The name of an error, such as `UsageError` or `ThrottlingException`. */
  readonly code: string;
  /** Who can mend it: the caller, this machine, or AWS. */
  readonly source: ErrorSource;
  /** All that a person needs to know, with what to do. */
  readonly message: string;
  /** Whether the very same command may work later. */
  readonly retryable: boolean;
  /** What to do, if it is known apart; it is a part of the message. */
  readonly help: string | null;
}

/** Prints the result of a command: for programs in an {@link Envelope}, for people as text. */
export function printResult(
  context: Pick<CommandContext, 'stdout'>,
  result: { readonly json: boolean | undefined; readonly data: unknown; readonly text: () => string },
): void {
  if (result.json === true) printEnvelope(context, { ok: true, data: result.data });
  else context.stdout(result.text());
}

/** Prints an envelope. A terminal would obey what is in it, so that is made visible. */
export function printEnvelope({ stdout }: Pick<CommandContext, 'stdout'>, envelope: Envelope): void {
  stdout(`${visible(JSON.stringify(envelope, null, 2))}\n`);
}
