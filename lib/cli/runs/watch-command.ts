import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { addRunOptions, addWorkflowOption, RUN_ID_HELP } from './run-options.ts';
import type { WatchOptions } from './watch.ts';

/** `runs watch`: follows a run until it ends. */
export function runsWatchCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('watch')
    .description('Follow a run until it ends.')
    .argument('<run>', RUN_ID_HELP)
    .option(
      '--timeout-s <seconds>',
      'how long to wait for its end (default: until it ends, or is known to be lost)',
    );
  addRunOptions(addWorkflowOption(program)).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'runs watch',
      examples: ['<run id>', '<run id> --workflow headline --timeout-s 600'],
      notes: [
        'Says which acts begin and end; on local AWS also their steps, which the service does not list. Ctrl-C ends the',
        'watching and leaves the run alone. A run whose process is gone stays RUNNING: it is called lost as soon as its',
        'invocation has ended, or it is older than a runtime session can be.',
      ],
      exitCodes:
        '0 it has SUCCEEDED, 1 it has FAILED or TIMED_OUT, is lost, or goes on after --timeout-s, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { watchRun } = await import('./watch.ts');
      const [id = ''] = program.args;
      return await watchRun(id, program.opts<WatchOptions>(), { ...context, projectRoot, catalog });
    },
  };
}
