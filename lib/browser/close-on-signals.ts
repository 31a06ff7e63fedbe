const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Signal = (typeof SIGNALS)[number];

const open = new Set<() => Promise<void>>();
const handlers = new Map<Signal, () => void>();

/**
 * Closes the browser when a signal ends the process, so that no process and no profile is left.
 * When the program listens to the signal itself, it decides, and nothing is done here.
 * @returns a function that stops watching.
 */
export function closeOnSignals(close: () => Promise<void>): () => void {
  open.add(close);
  if (handlers.size === 0) {
    for (const signal of SIGNALS) {
      const handler = (): void => endProcess(signal);
      handlers.set(signal, handler);
      process.on(signal, handler);
    }
  }
  return () => {
    open.delete(close);
    if (open.size === 0) stopListening();
  };
}

function endProcess(signal: Signal): void {
  const isOnlyListener = process.listenerCount(signal) === 1;
  if (!isOnlyListener) return;
  void Promise.allSettled([...open].map((close) => close())).then(() => {
    stopListening();
    // Sent again without our handler, the signal ends the process with the exit status that shells expect.
    process.kill(process.pid, signal);
  });
}

function stopListening(): void {
  for (const [signal, handler] of handlers) process.off(signal, handler);
  handlers.clear();
}
