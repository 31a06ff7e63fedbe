import { deferred, within } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { watchProcessEnds } from '../../core/process-ends.ts';
import { endOnSignals } from '../../core/signals.ts';
import type { RunOutcome } from './run-record.ts';
import { END_GRACE_MS, type WorkflowHost } from './workflow-host.ts';

/** Watches process signals, and the other ends of a process. Begin before the run is created, so that none finds it unwatched. */
export function watchInterrupts(): Interruption {
  const controller = new AbortController();
  const ended = deferred<void>();
  let run: OpenRun | undefined;
  const unwatch = endOnSignals(async (signal) => {
    controller.abort(new Error(`the process got ${signal}`));
    await within({ work: ended.promise, timeoutMs: END_GRACE_MS, fallback: undefined });
    await run?.end();
  });
  const unwatchEnds = watchProcessEnds({
    crashed: async (error) => {
      controller.abort(new Error(`nobody caught what the program threw: ${messageOf(error)}`));
      await run?.end();
    },
    idle: async () => {
      const isFailure = (await run?.end()) === 'FAILED';
      const message = `The run ${run?.id} was open when nothing was left to do: what it waits for never comes. It is FAILED.`;
      if (isFailure) process.emitWarning(message, 'NovaActWarning');
      return isFailure;
    },
    exiting: () =>
      `The process exits while the run ${run?.id ?? '(not yet created)'} is open. That cannot be reported any more: it stays RUNNING.`,
  });
  return {
    signal: controller.signal,
    onForcedEnd: (open) => {
      run = open;
    },
    release: () => {
      ended.resolve();
      unwatch();
      unwatchEnds();
    },
  };
}

/** What a run knows of process signals. */
export interface Interruption {
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
  /** Says how to end the run as FAILED without waiting for the workflow's code. */
  readonly onForcedEnd: (run: OpenRun) => void;
  /** The run has ended, or was never created: signals are none of its business any more. */
  readonly release: () => void;
}

/** A run, and how to end it. */
interface OpenRun {
  readonly id: string;
  readonly end: () => Promise<RunOutcome>;
}

/** For runs in a host, which takes care of signals itself, and of runs that do not end by them. */
export function leaveInterruptsToHost({ ownRun }: WorkflowHost): Interruption {
  let release = (): void => {};
  return {
    signal: new AbortController().signal,
    onForcedEnd: (run) => {
      release = ownRun?.(run.end) ?? release;
    },
    release: () => release(),
  };
}
