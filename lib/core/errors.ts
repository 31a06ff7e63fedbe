import { inWords } from './in-words.ts';
import {
  causesOf,
  cut,
  isInstance,
  MAX_MESSAGE_LENGTH,
  memberOf,
  stringMember,
  withoutCut,
} from './thrown.ts';

/** Marks explained errors in every copy of this package that a process has. */
const EXPLAINED: unique symbol = Symbol.for('nova-act-cdk.explained');

/**
 * An error that its reader mends by calling or configuring differently. The message is complete, so that commands print
 * it without a stack and end with {@link ExplainedError.exitCode}.
 */
export class ExplainedError extends Error {
  /** The exit code of a command that ends by this error. */
  readonly exitCode: ExitCode = EXIT.usage;
  /** The part of the message that says what to do, else what is allowed, if it is known apart. */
  readonly fix: string | undefined;

  constructor(explanation: Explanation | string, options?: ErrorOptions) {
    const parts: Explanation = typeof explanation === 'string' ? { what: explanation } : explanation;
    const { what, allowed, fix, cause } = parts;
    super(
      [what, allowed, fix]
        .filter((part) => part !== undefined)
        // After a list of lines the next part begins a line.
        .reduce((said, part) => `${said}${said.endsWith('\n') ? '' : ' '}${part}`),
      options ?? (cause === undefined ? undefined : { cause }),
    );
    this.fix = fix ?? allowed;
  }

  /** @internal */
  get [EXPLAINED](): true {
    return true;
  }
}

/**
 * Whether an error is an {@link ExplainedError}, also of another copy of this package: the commands are a bundle that has one
 * of its own, and must know what the rest of the package throws.
 */
export function isExplained(error: unknown): error is ExplainedError {
  return isInstance(error, Error) && memberOf(error, EXPLAINED) === true;
}

/** The parts of a message for people, in the order in which they are said. */
export interface Explanation {
  /** What is wrong. */
  readonly what: string;
  /** What would have been right. */
  readonly allowed?: string | undefined;
  /** What to do. */
  readonly fix?: string | undefined;
  /** What was thrown before; it is not part of the message. */
  readonly cause?: unknown;
}

/** What a command tells the shell. */
export const EXIT = {
  /** The command did what was asked. */
  success: 0,
  /** The work failed, or its outcome is unknown. */
  failure: 1,
  /** The command was called or configured wrongly; nothing was run. */
  usage: 2,
  /** Ctrl-C: 128 and the number of SIGINT, as shells count. */
  interrupted: 130,
} as const;

/** One of the numbers in {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * The message of whatever was thrown, cut when it is long; errors of another realm count as errors, too. An error without
 * a message of its own, such as that of several attempts to connect, has those of its causes. Never throws itself.
 */
export function messageOf(error: unknown): string {
  const message = memberOf(error, 'message');
  if (message === '') return causesOf(error).join('; ');
  return cut(inWords(message === undefined ? error : message), MAX_MESSAGE_LENGTH);
}

/** The message of whatever was thrown, and in short those of its causes that it does not say itself. Never throws itself. */
export function fullMessageOf(error: unknown): string {
  const message = messageOf(error);
  const causes = unsaid(causesOf(error), message);
  if (causes.length === 0) return message;
  return cut(
    `${message} (${causes.length === 1 ? 'cause' : 'causes'}: ${causes.join('; ')})`,
    MAX_MESSAGE_LENGTH,
  );
}

/** The name of whatever was thrown, `Error` when it has none. Never throws itself. */
export function nameOf(error: unknown): string {
  return stringMember(error, 'name') || 'Error';
}

/** The stack of whatever was thrown, or its message when it has none, and the messages of its causes: for a log. Never throws itself. */
export function stackOf(error: unknown): string {
  const stack = stringMember(error, 'stack');
  if (!stack) return fullMessageOf(error);
  const causes = unsaid(causesOf(error), stack);
  return [stack, ...causes.map((cause) => `caused by: ${cause}`)].join('\n');
}

/** Causes that neither the text nor one of the others says already. */
function unsaid(causes: readonly string[], text: string): readonly string[] {
  return causes.filter(
    (cause) =>
      // A long one was cut, and the text has all of it.
      !text.includes(withoutCut(cause)) && !causes.some((other) => other !== cause && other.includes(cause)),
  );
}

/** Whether a system error has this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return memberOf(error, 'code') === code;
}

/** Why something failed, for the middle of a sentence: the message without its full stop, of usual system errors in words. */
export function reasonOf(error: unknown): string {
  if (hasCode(error, 'ENOENT')) return 'it does not exist';
  if (hasCode(error, 'EISDIR')) return 'it is a directory';
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM')) return 'permission denied';
  return messageOf(error).replace(/\.$/, '');
}
