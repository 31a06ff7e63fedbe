import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function completionCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('completion').addHelpText('after', commandLine('completion'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
