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
