import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function envCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('env').addHelpText('after', commandLine('env'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
