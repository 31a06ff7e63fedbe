import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function initCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('init').addHelpText('after', commandLine('init'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
