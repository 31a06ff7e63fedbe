import type { ErrorSource } from '../contract/error-source.ts';
import { EXIT } from '../core/errors.ts';
import type { CommandContext } from './command-context.ts';
import { factsOf } from './error-facts.ts';
import { explainError } from './explain-error.ts';

/**
 * What is thrown in place of an error of a request that changes something: one after which nobody knows whether it was changed
 * says so, others stay as they are.
 *
 * @param what such as `Whether the definition was made is not known`
 * @param fix how to look
 */
export function withOutcome(
  error: unknown,
  { what, fix, context }: { readonly what: string; readonly fix: string; readonly context: UnknownContext },
): unknown {
  if (context.interrupt.aborted) return error;
  const { failure, exitCode } = explainError(error, context);
  const { status } = factsOf(error);
  const isRefused = status !== undefined && status >= 400 && status < 500;
  // Called wrongly, refused, or never sent.
  if (exitCode !== EXIT.failure || isRefused) return error;
  return new OutcomeUnknownError(`${what}: ${failure.message} ${fix}`, { ...failure, fix, cause: error });
}

/** A request may have been carried out. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
  readonly source: ErrorSource;
  /** Asked again, it could be done twice. */
  readonly retryable = false;
  /** What to do; a part of the message. */
  readonly fix: string;

  constructor(
    message: string,
    { source, fix, cause }: { readonly source: ErrorSource; readonly fix: string; readonly cause: unknown },
  ) {
    super(message, { cause });
    this.source = source;
    this.fix = fix;
  }
}

type UnknownContext = Pick<CommandContext, 'commandLine' | 'interrupt'>;
