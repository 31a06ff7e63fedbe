import { Command } from 'commander';
import { FLEET_FILE_FORMATS } from '../../contract/fleet-input.ts';
import { choicesOption } from '../choices-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { addFleetOptions, addWorkflowArgument } from './fleet-options.ts';
import type { FleetStartOptions } from './start.ts';

/** `fleet start`: runs a workflow for each item of a list. */
export function fleetStartCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addWorkflowArgument(new Command('start'))
    .description('Run a workflow for each item of a list.')
    .requiredOption('--items <path>', 'file with the items, or - for stdin')
    .addOption(
      choicesOption(
        '--format <format>',
        'jsonl, csv or json (default: as the name of the file ends)',
        FLEET_FILE_FORMATS,
      ),
    )
    .option('--name <text>', 'name of the fleet (default: <workflow>-<time>-<4 random digits>)')
    .option('--concurrency <count>', 'how many items run at a time (default: as deployed; see below)')
    .option(
      '--tolerated-failure-percentage <percentage>',
      'of 100 items, so many may fail before no more are started (default: as deployed)',
    );
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'fleet start',
      examples: [
        'headline --items cities.jsonl',
        'headline --items cities.csv --concurrency 40 --name monday',
        'headline --items cities.json --local',
      ],
      notes: [
        'Items are objects, each the payload of one run: one a line (.jsonl, .ndjson), the rows of a table with a first row of',
        'names (.csv, all values are texts), or one array (.json). The member itemId names an item, and may be left out. The list',
        'is checked as a whole first, its bytes (UTF-8) and its numbers (those that JavaScript keeps) as well: when something is wrong in',
        'it, nothing is uploaded and nothing is started.',
        'On AWS the items go to the artifact bucket, an execution of the state machine of the workflow is started (fleet: true in',
        'its catalog entry), its name is printed, and the command ends. With --local, a plain loop of this process runs them on',
        'local AWS, not Step Functions, until it ends; by itself no more at a time than twice the processors of this machine.',
        'Ctrl-C then starts nothing more and stops what runs; "fleet redrive" goes on.',
        'Permissions: s3:PutObject on the bucket, states:StartExecution on the state machine, nova-act:GetWorkflowDefinition.',
      ],
      exitCodes:
        '0 it was started (with --local: all items have succeeded), 1 the service failed (with --local also: items have failed), 2 usage, configuration, or a list that is wrong: nothing was started, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { startFleet } = await import('./start.ts');
      const [workflow = ''] = program.args;
      return await startFleet(workflow, program.opts<FleetStartOptions>(), {
        ...context,
        projectRoot,
        catalog,
      });
    },
  };
}
