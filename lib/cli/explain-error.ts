import type { ErrorSource } from '../contract/error-source.ts';
import { isIdentityError } from '../contract/identity-errors.ts';
import { UNSERVED_START } from '../contract/unserved.ts';
import { EXIT, type ExitCode, isExplained } from '../core/errors.ts';
import { memberOf, stringMember } from '../core/thrown.ts';
import {
  connectionLost,
  connectionMessage,
  identityMessage,
  isAccessDenied,
  neverConnected,
  sentence,
  statusMessage,
  TRY_AGAIN,
} from './aws-failure.ts';
import type { CommandLine } from './command-line.ts';
import { CREDENTIALS_HELP } from './credentials-help.ts';
import type { CommandFailure } from './envelope.ts';
import { type ErrorFacts, factsOf } from './error-facts.ts';

/**
 * What an error means to who called a command: its message, what to do, and the exit code. For commands that ask services
 * and have nothing of their own to say about their errors. Pure.
 */
export function explainError(
  error: unknown,
  context: {
    readonly commandLine: CommandLine;
    /** What to do when it is the credentials. */
    readonly credentialsHelp?: string | undefined;
  },
): ExplainedFailure {
  const { commandLine, credentialsHelp: help = CREDENTIALS_HELP } = context;
  const facts = factsOf(error);
  const { name, message, code, status } = facts;
  if (isExplained(error)) {
    return failed({ code: name, source: 'user', message, help: error.fix ?? null }, error.exitCode);
  }
  // An error of the SDK says these of itself.
  const source = memberOf(error, 'source');
  if (status === undefined && isErrorSource(source)) {
    const retryable = memberOf(error, 'retryable') === true;
    const help = stringMember(error, 'fix') ?? null;
    const own = { code: stringMember(error, 'code') ?? name, source, message, retryable, help };
    return failed(own, source === 'user' ? EXIT.usage : EXIT.failure);
  }
  if (isIdentityError(error)) {
    return failed({ code: name, source: 'user', message: identityMessage(facts, help), help }, EXIT.usage);
  }
  if (isAccessDenied(facts))
    return failed({ code: name, source: 'user', message: sentence(message) }, EXIT.usage);
  if (neverConnected(facts)) {
    const start = `Start local AWS with "${commandLine('dev')}"`;
    const text = connectionMessage(facts, { endpoint: loopbackIn(message), start });
    return failed({ code: code ?? name, source: 'client', message: text, retryable: true }, EXIT.usage);
  }
  const limitMs = /exceeded the configured (\d+) ms requestTimeout/.exec(message)?.[1];
  if (limitMs !== undefined) {
    const text = `No answer came within ${Number(limitMs) / 1000} s, at no attempt. ${TRY_AGAIN}`;
    return failed(
      { code: name, source: 'service', message: text, retryable: true, help: TRY_AGAIN },
      EXIT.failure,
    );
  }
  if (message.startsWith(UNSERVED_START) || WRONG_REQUEST.has(name)) {
    return failed({ code: name, source: 'user', message: sentence(message) }, EXIT.usage);
  }
  if (status !== undefined) {
    const retryable = status >= 500 || status === 429 || /Throttl|TooManyRequests/.test(name);
    return failed({ code: name, source: 'service', message: statusMessage(facts), retryable }, EXIT.failure);
  }
  const lost = connectionLost(facts);
  const text = lost
    ? `The connection was lost: ${sentence(message)} ${TRY_AGAIN}`
    : facts.file === undefined
      ? message
      : sentence(message);
  return failed({ code: code ?? name, source: 'client', message: text, retryable: lost }, EXIT.failure);
}

/** Why a command failed, and the exit code that it ends with. */
export interface ExplainedFailure {
  readonly failure: CommandFailure;
  readonly exitCode: ExitCode;
}

/** What was asked for is not there, or was asked for wrongly; each service has its own words. */
const WRONG_REQUEST: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'ValidationException',
  'ValidationError',
  'InvalidParameterException',
  'ConflictException',
  'NoSuchBucket',
  'NoSuchKey',
]);

function failed(
  failure: Pick<CommandFailure, 'code' | 'source' | 'message'> & Partial<CommandFailure>,
  exitCode: ExitCode,
): ExplainedFailure {
  return { failure: { retryable: false, help: null, ...failure }, exitCode };
}

function isErrorSource(value: unknown): value is ErrorSource {
  return value === 'user' || value === 'client' || value === 'service';
}

/** The address of this machine that a message of Node names. */
function loopbackIn(message: ErrorFacts['message']): string | undefined {
  const [address] = /\b127\.\d+\.\d+\.\d+:\d+|\[?::1\]?:\d+/.exec(message) ?? [];
  return address === undefined ? undefined : `http://${address}`;
}
