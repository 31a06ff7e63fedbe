import type { CommandContext } from '../command-context.ts';
import { lineText } from './line-text.ts';
import type { LogLine } from './log-line.ts';

/** Prints lines for people, in colours where results may have them. */
export function linePrinter(
  { stdout, coloredStdout }: Pick<CommandContext, 'stdout' | 'coloredStdout'>,
  known: ReadonlySet<string>,
): (line: LogLine) => void {
  const write = coloredStdout ?? stdout;
  return (line) => write(lineText(line, { colors: coloredStdout !== undefined, known }));
}
