/**
 * Shows on a terminal, in one line that is rewritten every second, how long something has been going on. The line is
 * gone afterwards. Does nothing where lines cannot be rewritten.
 */
export function showElapsedTime(options: {
  /** What goes on; a function is asked each time. */
  readonly label: string | (() => string);
  readonly interactive: boolean;
  readonly write: (text: string) => void;
}): Disposable {
  const { label, interactive, write } = options;
  if (!interactive) return { [Symbol.dispose]: () => {} };
  const started = performance.now();
  const text = typeof label === 'string' ? (): string => label : label;
  const draw = (): void =>
    write(`${CLEAR_LINE}${text()} ${Math.round((performance.now() - started) / 1000)} s`);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
      write(CLEAR_LINE);
    },
  };
}

/** Takes away what is in the line of a terminal. */
export const CLEAR_LINE = '\r\x1b[2K';
