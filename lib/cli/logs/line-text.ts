import { visible, visibleLine } from '../../core/visible.ts';
import type { LogLine } from './log-line.ts';

/**
 * A line for people: time, level, source, message, and the fields that tell lines apart. Of what others wrote nothing moves
 * the cursor or looks like a line of its own: what goes on in further lines is indented.
 *
 * @param options.known ids that all lines have, and that are not said again
 * @returns with a line feed at its end
 */
export function lineText(
  { time, level, source, message, fields }: LogLine,
  options: { readonly colors: boolean; readonly known: ReadonlySet<string> },
): string {
  const { colors, known } = options;
  const said = Object.entries(fields).filter(
    ([name, value]) =>
      value !== null && !LEFT_OUT.has(name) && !(typeof value === 'string' && known.has(value)),
  );
  const long = said.filter(([, value]) => isLong(value));
  const short = said.filter(([, value]) => !isLong(value));
  const [first = '', ...rest] = visible(message).split('\n');
  const head = `${time}  ${(visibleLine(level ?? '-') || '-').padEnd(5)}  ${source.padEnd(7)}  ${first}`;
  const line = [head, ...short.map(([name, value]) => `${visibleLine(name)}=${valueText(name, value)}`)].join(
    ' ',
  );
  const below = [
    ...rest,
    ...long.flatMap(([name, value]) => `${visibleLine(name)}: ${visible(String(value))}`.split('\n')),
  ];
  return colored([line, ...below.map((text) => `${INDENT}${text}`)].join('\n'), colors ? level : null);
}

const INDENT = '    ';

/** Ids that nobody reads; programs get them. */
const LEFT_OUT: ReadonlySet<string> = new Set(['requestId', 'invocationId']);
/** Ids that only tell lines apart. */
const SHORTENED: ReadonlySet<string> = new Set(['sessionId', 'browserSessionId']);

/** Such as a stack. */
function isLong(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\n');
}

function valueText(name: string, value: unknown): string {
  if (SHORTENED.has(name) && typeof value === 'string') return visibleLine(value.slice(0, 8));
  if (typeof value === 'string' && /^[^\s"=]+$/.test(value)) return visibleLine(value);
  return visibleLine(JSON.stringify(value));
}

function colored(text: string, level: string | null): string {
  const color = level === null ? undefined : COLORS[level];
  return color === undefined ? `${text}\n` : `\u001b[${color}m${text}\u001b[0m\n`;
}

/** Select graphic rendition: red, yellow, faint. Others have the color of the terminal. */
const COLORS: Readonly<Record<string, number>> = {
  error: 31,
  fatal: 31,
  critical: 31,
  warn: 33,
  warning: 33,
  debug: 2,
};
