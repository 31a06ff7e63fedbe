import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { UsageError } from '../usage-error.ts';

export function runWorkflowCommand({ commandLine }: CommandSetup): CliCommand {
  const program = new Command('run').addHelpText('after', commandLine('run'));
  return {
    program,
    run: async () => {
      throw new UsageError('Not there yet.');
    },
  };
}
