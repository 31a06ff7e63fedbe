import { deferred, within } from '../../core/async.ts';
import { endOnSignals } from '../../core/signals.ts';
import { END_GRACE_MS, type WorkflowHost } from './workflow-host.ts';

/** Watches process signals. Begin before the run is created, so that none finds it unwatched. */
export function watchInterrupts(): Interruption {
  const controller = new AbortController();
  const ended = deferred<void>();
  let forceEnd = async (): Promise<void> => {};
  const unwatch = endOnSignals(async (signal) => {
    controller.abort(new Error(`the process got ${signal}`));
    await within({ work: ended.promise, timeoutMs: END_GRACE_MS, fallback: undefined });
    await forceEnd();
  });
  return {
    signal: controller.signal,
    onForcedEnd: (end) => {
      forceEnd = end;
    },
    release: () => {
      ended.resolve();
      unwatch();
    },
  };
}

/** What a run knows of process signals. */
export interface Interruption {
  /** Aborted when the process is told to end. */
  readonly signal: AbortSignal;
  /** Says how to end the run as FAILED without waiting for the workflow's code. */
  readonly onForcedEnd: (end: () => Promise<void>) => void;
  /** The run has ended, or was never created: signals are none of its business any more. */
  readonly release: () => void;
}

/** For runs in a host, which takes care of signals itself, and of runs that do not end by them. */
export function leaveInterruptsToHost({ ownRun }: WorkflowHost): Interruption {
  let release = (): void => {};
  return {
    signal: new AbortController().signal,
    onForcedEnd: (end) => {
      release = ownRun?.(end) ?? release;
    },
    release: () => release(),
  };
}
