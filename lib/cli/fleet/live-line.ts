import { CLEAR_LINE } from '../elapsed-time.ts';

/**
 * Says how something is going: on a terminal in one line that is rewritten, elsewhere in lines, one when it has changed and
 * not too many of them. The line of a terminal is gone afterwards.
 */
export function showLiveLine(options: {
  /** What there is to say now. */
  readonly line: () => string;
  readonly interactive: boolean;
  readonly write: (text: string) => void;
  /** How wide the terminal is now. @default - what stderr says */
  readonly columns?: (() => number | undefined) | undefined;
}): LiveLine {
  const { line, interactive, write, columns = () => process.stderr.columns } = options;
  let said = '';
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const draw = (): void => {
    const text = line();
    if (interactive) write(`${CLEAR_LINE}${fitted(text, columns())}`);
    if (interactive || text === said || performance.now() - saidAtMs < QUIET_MS) return;
    said = text;
    saidAtMs = performance.now();
    write(`${text}\n`);
  };
  draw();
  const timer = setInterval(draw, DRAW_MS).unref();
  return {
    say: (text) => write(`${interactive ? CLEAR_LINE : ''}${text}\n`),
    [Symbol.dispose]: () => {
      clearInterval(timer);
      if (interactive) write(CLEAR_LINE);
    },
  };
}

/** A line that is rewritten, and lines that stay above it. */
export interface LiveLine extends Disposable {
  readonly say: (text: string) => void;
}

/** What is wider than the terminal goes on in the next line, and is not taken away with its own. */
function fitted(text: string, columns: number | undefined): string {
  const most = (columns ?? 0) > 0 ? (columns ?? 0) - 1 : USUAL_COLUMNS - 1;
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

/** Of a terminal that does not say it. */
const USUAL_COLUMNS = 80;
const DRAW_MS = 500;
/** Logs of pipelines are read from end to end. */
const QUIET_MS = 10_000;
