import type { CommandLine } from './command-line.ts';

/** The end of a help text: examples, notes and exit codes. */
export function commandHelp(options: {
  readonly commandLine: CommandLine;
  /** Such as `runs list`. */
  readonly command: string;
  readonly examples: readonly string[];
  readonly notes: readonly string[];
  readonly exitCodes: string;
}): string {
  const { commandLine, command, examples, notes, exitCodes } = options;
  return `
Examples:
${examples.map((args) => `  ${commandLine(command, args || undefined)}`).join('\n')}

${notes.join('\n')}
Exit codes: ${exitCodes}.`;
}
