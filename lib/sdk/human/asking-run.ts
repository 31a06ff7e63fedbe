import { AsyncLocalStorage } from 'node:async_hooks';

/** What our own callbacks know of the run that asks, beside what every callback is told. */
export interface AskingRun {
  /** Tells something by a log event. */
  readonly tell: (level: 'info' | 'warn', message: string) => void;
  /** The run does not end before this work does, which goes on when nobody waits for the answer any more. It bounds itself. */
  readonly outlive: (work: Promise<unknown>) => void;
}

/** Calls a callback of people for a run. */
export function askFor<R>(run: AskingRun, call: () => R): R {
  return runs.run(run, call);
}

/** The run that asks. Whoever calls a callback by himself is told nothing. */
export function askingRun(): AskingRun {
  return runs.getStore() ?? { tell: () => {}, outlive: () => {} };
}

const runs = new AsyncLocalStorage<AskingRun>();
