import { endingHost, stopReasonIn } from '../contract/stopped-run.ts';
import { settles } from '../core/async.ts';
import { ExplainedError, messageOf, nameOf, stackOf } from '../core/errors.ts';
import { isInstance } from '../core/thrown.ts';
import type { Logger } from './logger.ts';
import { withoutPayloads } from './redact.ts';
import type { RuntimeServer } from './serve.ts';

/**
 * Ends the process in order on signals, on errors that nobody handles, with its parent, and when a workflow calls
 * `process.exit`: what runs is ended and answered, and within 10 s the process is gone, whatever the workflow does.
 *
 * @returns does the same for any other reason
 */
export function endProcessWell(options: {
  readonly server: RuntimeServer;
  readonly logger: Logger;
  /** Closes the browser that nobody has used. */
  readonly closeBrowser: () => Promise<void>;
}): End {
  const { server, logger, closeBrowser } = options;
  const leave = processExit();
  let isEnding = false;
  let told: string | undefined;
  const end: End = ({ why, reason: endingReason, failure, exitCode }) => {
    const error = failure && withoutPayloads(stackOf(failure.error));
    logger.log(failure === undefined ? 'info' : 'error', why, { error, reason: endingReason });
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => leave(exitCode ?? 1), LIMIT_MS);
    const reason = new Error(endingReason ?? endingHost(`${why}${detailOf(failure)}`), {
      cause: failure?.error,
    });
    const closingBrowser = settles(closeBrowser(), BROWSER_GRACE_MS);
    void Promise.all([server.close({ reason, failure }), closingBrowser]).then(([{ clean }]) => {
      if (!clean) logger.log('error', 'invocations did not end by themselves, and were ended');
      leaveWhenLogged(exitCode ?? (failure === undefined && clean ? 0 : 1));
    });
  };
  /** Log lines on a pipe are written asynchronously: leave only when they are out, unless nobody takes them. */
  const leaveWhenLogged = (code: ExitCode): void => {
    setTimeout(() => leave(code), LOG_LIMIT_MS);
    process.stdout.write('', () => leave(code));
  };
  process.on('message', (message: unknown) => {
    told ??= stopReasonIn(message);
  });
  // What was sent before the signal is read first.
  process.on('SIGTERM', () => setImmediate(() => end({ why: 'SIGTERM received', reason: told })));
  process.on('SIGINT', () => end({ why: 'SIGINT received' }));
  // Only there when a parent opened a channel: without it nobody would ever stop this process.
  process.on('disconnect', () => end({ why: 'parent process ended' }));
  const onError = (why: string) => (error: unknown) => {
    // The workflow did not catch what stopped it there: that end is under way.
    if (!isInstance(error, ProcessExitCalled)) end({ why, failure: { error } });
  };
  process.on('unhandledRejection', onError('unhandled rejection'));
  process.on('uncaughtException', onError('uncaught exception'));
  endOnProcessExit(end, leave);
  return end;
}

/** Ends the process: with exit code 0, or with 1 when there is a failure, unless another one is given. */
export type End = (ending: {
  readonly why: string;
  /** What those are told whose work is ended. @default - that the host is ending, and why */
  readonly reason?: string | undefined;
  /** What went wrong; callers get it. */
  readonly failure?: { readonly error: unknown } | undefined;
  readonly exitCode?: ExitCode;
}) => void;

/** What `process.exit` takes. */
type ExitCode = Parameters<typeof process.exit>[0];

/** A workflow called `process.exit`. That is no way to return: its caller gets this error, whatever the exit code is. */
class ProcessExitCalled extends ExplainedError {
  override readonly name = 'ProcessExitCalled';
}

// Before local AWS and Docker kill what they have told to end, which is after 10 s.
const LIMIT_MS = 9_500;
/** An unused browser that does not close in this time is left to the end of the container. */
const BROWSER_GRACE_MS = 5_000;
const LOG_LIMIT_MS = 300;
/** So often `process.exit` throws; then it ends the process at once. */
const MAX_EXIT_CALLS = 100;

/** The real `process.exit`, which also works for those who call it while it runs. */
function processExit(): (code: ExitCode) => never {
  const exit = process.exit;
  return (code) => {
    process.exit = exit;
    return exit.call(process, code);
  };
}

/**
 * The first call by a workflow ends the host in order, and each stops the code that makes it. Code that has caught the first
 * one mostly calls it again, with another exit code; only a loop of calls must not go on for ever.
 */
function endOnProcessExit(end: End, leave: (code: ExitCode) => never): void {
  let calls = 0;
  process.exit = (code) => {
    calls += 1;
    if (calls > MAX_EXIT_CALLS) return leave(code);
    const exitCode = code ?? process.exitCode ?? 0;
    const error = new ProcessExitCalled({
      what: `The workflow called process.exit(${exitCode}).`,
      allowed: 'It shares its process with the runtime host, which ends with it.',
      fix: 'Return from main, or throw an error.',
    });
    end({ why: `the workflow called process.exit(${exitCode})`, failure: { error }, exitCode });
    throw error;
  };
}

function detailOf(failure: { readonly error: unknown } | undefined): string {
  if (failure === undefined || isInstance(failure.error, ProcessExitCalled)) return '';
  return ` (${nameOf(failure.error)}: ${messageOf(failure.error)})`;
}
