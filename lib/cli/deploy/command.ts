import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function deployCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('deploy').addHelpText('after', commandLine('deploy'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}

export function destroyCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('destroy').addHelpText('after', commandLine('destroy'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
