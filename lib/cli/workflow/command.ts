import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function workflowCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('workflow').addHelpText('after', commandLine('workflow'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
