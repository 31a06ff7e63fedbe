import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function runsCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('runs').addHelpText('after', commandLine('runs'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
