import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function logsCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('logs').addHelpText('after', commandLine('logs'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
