import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { addRunOptions, addWorkflowOption, RUN_ID_HELP, type RunOptions } from './run-options.ts';

/** `runs show`: all that is known of a run. */
export function runsShowCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('show')
    .description('Show all that is known of a run: its acts, what it was called with, and how it ended.')
    .argument('<run>', RUN_ID_HELP);
  addRunOptions(addWorkflowOption(program)).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'runs show',
      examples: ['<run id>', '<run id> --workflow headline --json'],
      notes: [
        'What the runtime was called with, and what it answered, is in the record that its host keeps in the artifact bucket,',
        'without secrets, and cut when it is large. A run that was begun elsewhere, as on a laptop, has none. Prompts and steps',
        'of acts are shown on local AWS only: the service lists acts without them.',
      ],
      exitCodes:
        '0 it is shown, whatever its status is, 1 the service failed, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { showRun } = await import('./show.ts');
      const [id = ''] = program.args;
      return await showRun(id, program.opts<RunOptions>(), { ...context, projectRoot, catalog });
    },
  };
}
