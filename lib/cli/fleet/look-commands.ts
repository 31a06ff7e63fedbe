import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import {
  addFleetArguments,
  addFleetOptions,
  addWorkflowArgument,
  type FleetOptions,
} from './fleet-options.ts';
import type { ListFleetsOptions } from './list.ts';
import type { ResultsOptions } from './results.ts';

/** `fleet list`: the fleets of a workflow. */
export function fleetListCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addWorkflowArgument(new Command('list'))
    .description('List the fleets of a workflow, the newest first.')
    .option('--limit <count>', 'how many at most (default: 20)');
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      ...{
        commandLine,
        command: 'fleet list',
        examples: ['headline', 'headline --limit 5 --json', 'headline --local'],
      },
      notes: [
        'Step Functions forgets executions 90 days after they have ended. On AWS the counts of items are those of the newest five,',
        'as they can be asked for once a second; the others have "-", and "fleet status" says theirs.',
      ],
      exitCodes:
        '0 they are listed (also when there are none), 1 the service failed, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { listFleets } = await import('./list.ts');
      const [workflow = ''] = program.args;
      const options = program.opts<ListFleetsOptions>();
      return await listFleets(workflow, options, { ...context, projectRoot, catalog });
    },
  };
}

/** `fleet status`: how a fleet is going. */
export function fleetStatusCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addFleetArguments(new Command('status')).description('Say how a fleet is going.');
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      ...{ commandLine, command: 'fleet status', examples: ['headline', 'headline monday --json'] },
      notes: [
        'Counts are items: waiting, running, succeeded, failed (with those that timed out), and stopped, which ran when the fleet',
        'was stopped. An execution is SUCCEEDED, too, when no more items have failed than are tolerated. On local AWS a fleet is',
        'LOST when its loop is gone, or silent for 15 s; "fleet redrive" goes on with it.',
      ],
      exitCodes: '0 however it is going, 1 the service failed, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { showFleetStatus } = await import('./status.ts');
      const [workflow = '', name] = program.args;
      const options = program.opts<FleetOptions>();
      return await showFleetStatus(workflow, name, options, { ...context, projectRoot, catalog });
    },
  };
}

/** `fleet watch`: follows a fleet until it ends. */
export function fleetWatchCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addFleetArguments(new Command('watch')).description('Follow a fleet until it ends.');
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      ...{ commandLine, command: 'fleet watch', examples: ['headline', 'headline monday'] },
      notes: [
        'Says how many items are done, how fast that goes, and about how long it will take: on a terminal in one line, elsewhere',
        'in lines. Ctrl-C ends the watching and leaves the fleet alone. Items that failed are an exit code of 1 also when no more',
        'have failed than are tolerated.',
        'Permissions: states:ListExecutions, DescribeExecution, ListMapRuns and DescribeMapRun.',
      ],
      exitCodes:
        '0 all items have succeeded, 1 some have not, or that is not known, or the service failed, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { watchFleet } = await import('./watch.ts');
      const [workflow = '', name] = program.args;
      const options = program.opts<FleetOptions>();
      return await watchFleet(workflow, name, options, { ...context, projectRoot, catalog });
    },
  };
}

/** `fleet results`: what became of the items of a fleet. */
export function fleetResultsCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addFleetArguments(new Command('results'))
    .description('Print what became of the items of a fleet, or write it to a file.')
    .option('--failed', 'only those that have not succeeded')
    .option('--output <file>', 'write one object a line to this file');
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      ...{ commandLine, command: 'fleet results' },
      examples: ['headline', 'headline monday --failed', 'headline --output results.jsonl'],
      notes: [
        'They are there when the fleet has ended, also when it has failed or was stopped. Of each item there are key, index,',
        'itemId, status, item (its payload), result or error, session, invocation, runs, attempts, and times. A long list is best',
        'written to a file: it need not fit into memory then.',
        'Permissions: s3:ListBucket on the bucket and s3:GetObject on its objects; states:ListMapRuns and DescribeExecution.',
      ],
      exitCodes:
        '0 they are printed, whatever became of the items, 1 the service failed, or some lack (what there is, is printed), 2 usage or configuration, or there are none (yet), 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { showFleetResults } = await import('./results.ts');
      const [workflow = '', name] = program.args;
      const options = program.opts<ResultsOptions>();
      return await showFleetResults(workflow, name, options, { ...context, projectRoot, catalog });
    },
  };
}
