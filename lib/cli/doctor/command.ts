import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function doctorCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('doctor').addHelpText('after', commandLine('doctor'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
