/** A duration for people: `850 ms`, `4.2 s`, `3 min 07 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Shows on a terminal, in one line that is rewritten every second, how long something has been going on. The line is
 * gone afterwards. Does nothing where lines cannot be rewritten.
 */
export function showElapsedTime(options: {
  readonly label: string;
  readonly interactive: boolean;
  readonly write: (text: string) => void;
}): Disposable {
  const { label, interactive, write } = options;
  if (!interactive) return { [Symbol.dispose]: () => {} };
  const started = performance.now();
  const draw = (): void => write(`\r\x1b[2K${label} ${Math.round((performance.now() - started) / 1000)} s`);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      write('\r\x1b[2K');
    },
  };
}
