import { Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import type { CliCommand } from '../cli-command.ts';
import { complete } from './complete.ts';
import { knownValues } from './known-values.ts';
import { FILES_LINE } from './scripts.ts';

/**
 * `complete -- <words>`: what the scripts of shells call. A line for each word that may follow.
 *
 * @param programFor what the words call
 */
export function completeCommand(options: {
  readonly projectRoot: string;
  readonly programFor: (words: readonly string[]) => Promise<CliCommand>;
}): CliCommand {
  const { projectRoot, programFor } = options;
  const program = new Command('act').argument('[words...]').helpOption(false);
  return {
    program,
    isBrief: true,
    run: async ({ stdout, environment }) => {
      const [, ...typed] = program.args;
      // The help of a command is asked for as the command is.
      const words = typed[0] === 'help' && typed.length > 1 ? typed.slice(1) : typed;
      const called = await programFor(words.slice(0, -1));
      const candidates = complete(called.program, words, knownValues({ projectRoot, environment }));
      const lines = candidates.words.map(({ text, meaning }) => `${text}\t${visibleLine(meaning)}\n`);
      stdout(
        [...lines, ...(candidates.files === undefined ? [] : [`${FILES_LINE[candidates.files]}\n`])].join(''),
      );
      return EXIT.success;
    },
  };
}
