import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function artifactsCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('artifacts').addHelpText('after', commandLine('artifacts'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
