import { endOnSignals, within } from '../browser/index.ts';

/** A run that must be reported FAILED when the process is told to end. */
export interface Interruptible {
  /** Asks the run to stop; must not throw. */
  interrupt(signal: NodeJS.Signals): void;
  /** Settles when the run has ended by itself. */
  readonly ended: Promise<void>;
  /** Ends the run as FAILED without waiting for the workflow's code. */
  forceEnd(): Promise<void>;
}

/** How long a workflow's code may take to come to an end by itself after a signal. */
const GRACE_MS = 3_000;

/** Ends the run on process signals, for as long as it is watched. @returns how to stop watching */
export function watchInterrupts(run: Interruptible): () => void {
  return endOnSignals(async (signal) => {
    run.interrupt(signal);
    await within({ work: run.ended, timeoutMs: GRACE_MS, fallback: undefined });
    await run.forceEnd();
  });
}
