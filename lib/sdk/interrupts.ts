/** A run that must be reported FAILED when the process is told to end. */
export interface Interruptible {
  /** Asks the run to stop; must not throw. */
  interrupt(signal: NodeJS.Signals): void;
  /** Settles when the run has ended by itself. */
  readonly ended: Promise<void>;
  /** Ends the run as FAILED without waiting for the workflow's code. */
  forceEnd(): Promise<void>;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** How long a workflow's code may take to come to an end by itself after a signal. */
const GRACE_MS = 3_000;

const open = new Set<Interruptible>();

/** Watches process signals for as long as the run is open. */
export function watchInterrupts(run: Interruptible): { readonly release: () => void } {
  if (open.size === 0) for (const signal of SIGNALS) process.on(signal, onSignal);
  open.add(run);
  const release = (): void => {
    if (open.delete(run) && open.size === 0) for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  return { release };
}

function onSignal(signal: NodeJS.Signals): void {
  const runs = [...open];
  for (const run of runs) run.interrupt(signal);
  void endAll(runs).finally(() => {
    for (const name of SIGNALS) process.off(name, onSignal);
    // Whoever else listens decides when the process ends; alone, we let the signal do what it does by default.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  });
}

async function endAll(runs: readonly Interruptible[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GRACE_MS);
  });
  await Promise.race([Promise.allSettled(runs.map((run) => run.ended)), grace]);
  clearTimeout(timer);
  await Promise.allSettled(runs.map((run) => run.forceEnd()));
}
