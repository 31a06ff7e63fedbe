import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { addEndpointOptions, addProtocolOption } from '../invoke/endpoint-options.ts';
import type { RerunOptions } from './rerun.ts';
import { addRunOptions, addWorkflowOption, RUN_ID_HELP } from './run-options.ts';

/** `runs rerun`: invokes the runtime of a run again, with the same payload. */
export function runsRerunCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('rerun')
    .description(
      'Invoke the runtime of a run again, with the payload that is on record, and print what it returns.',
    )
    .argument('<run>', RUN_ID_HELP)
    .option('--timeout-s <seconds>', 'how long to wait for the answer (default: 960)')
    .option('--stream', 'say what happens while it runs')
    .option('--async', 'start it, print the id of the invocation, and do not wait');
  addRunOptions(addWorkflowOption(addProtocolOption(addEndpointOptions(program)))).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'runs rerun',
      examples: ['<run id>', '<run id> --workflow headline --stream', '<run id> --async --json'],
      notes: [
        'It runs what is deployed now, in a new session, and prints what "invoke" prints. A payload of which secrets were taken',
        'out, or that was cut, is refused, and so is one that is not on record: then it is to be called by hand.',
      ],
      exitCodes:
        '0 success, 1 the workflow failed or its outcome is unknown, 2 usage or configuration: nothing was run, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { rerun } = await import('./rerun.ts');
      const [id = ''] = program.args;
      return await rerun(id, program.opts<RerunOptions>(), { ...context, projectRoot, catalog });
    },
  };
}
