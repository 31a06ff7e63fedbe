import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { addEndpointOptions } from '../invoke/endpoint-options.ts';
import { addRunOptions, addWorkflowOption, RUN_ID_HELP } from './run-options.ts';
import type { StopOptions } from './stop.ts';

/** `runs stop`: ends the runtime session that a run is in. */
export function runsStopCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('stop')
    .description('Stop the runtime session that a run is in, and with it all that runs there.')
    .argument('[run]', RUN_ID_HELP)
    .option('--session <id>', 'stop this runtime session of --workflow, instead of the one of a run')
    .option(
      '--mark-failed',
      'stop nothing, but set a run to FAILED that has nobody any more who could end it',
    );
  addRunOptions(addWorkflowOption(addEndpointOptions(program))).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'runs stop',
      examples: [
        '<run id>',
        '<run id> --workflow headline',
        '--session <session id> --workflow headline',
        '<run id> --mark-failed',
      ],
      notes: [
        'What is stopped is said before it is done, with the runs that are known to be in the session. A run that has ended is',
        'left as it is. One that was begun on a laptop has no session: press Ctrl-C where it runs.',
      ],
      exitCodes:
        '0 it has ended, or had already, 1 the service failed, or the run did not end, 2 usage or configuration: nothing was stopped, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { stopRun } = await import('./stop.ts');
      const [id] = program.args;
      return await stopRun(id, program.opts<StopOptions>(), { ...context, projectRoot, catalog });
    },
  };
}
