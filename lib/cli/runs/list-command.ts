import { Command } from 'commander';
import { choicesOption } from '../choices-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { type RunListOptions, STATUSES } from './list-options.ts';
import { addRunOptions } from './run-options.ts';

/** `runs list`: the runs of a workflow, or of all, the newest first. */
export function runsListCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('list')
    .description('List runs, the newest first.')
    .argument(
      '[workflow]',
      'name of a workflow, or of a workflow definition (default: all definitions there)',
    )
    .addOption(choicesOption('--status <status>', 'only runs with this status', STATUSES))
    .option('--limit <count>', 'how many at most (default: 20)')
    .option(
      '--since <time>',
      'only runs that began since: 30m, 2h, 7d ago, or a time such as 2026-01-31T12:00Z',
    )
    .option('--sessions', 'look up the runtime session of each, in the artifact bucket');
  addRunOptions(program).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'runs list',
      examples: [
        '',
        'headline --limit 5',
        '--status FAILED --since 2h',
        '--definition headline--staging --profile staging --json',
        '--local',
      ],
      notes: [
        'A workflow is found as "invoke" finds it; its definition is the one that its stack names. With --status and --since',
        'as many pages are read as it takes; a page that cannot be read is an error. Times are UTC.',
      ],
      exitCodes:
        '0 they are listed (also when there are none), 1 the service failed, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { listRuns } = await import('./list.ts');
      const [workflow] = program.args;
      return await listRuns(
        { ...program.opts<RunListOptions>(), workflow },
        { ...context, projectRoot, catalog },
      );
    },
  };
}
