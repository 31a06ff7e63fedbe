import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { addFleetArguments, addFleetOptions, type FleetOptions } from './fleet-options.ts';

/** `fleet redrive`: has what has not succeeded run again. */
export function fleetRedriveCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addFleetArguments(new Command('redrive')).description(
    'Run the items of a fleet again that have not succeeded.',
  );
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      ...{
        commandLine,
        command: 'fleet redrive',
        examples: ['headline', 'headline monday', 'headline --local'],
      },
      notes: [
        'What has succeeded is not run again. An execution that has failed, timed out or was stopped goes on under its name, within',
        '14 days. One that has succeeded although items failed, or cannot be redriven any more, gets a follower with those items:',
        '<name>-again-1, and so on; when its results are not all there, nothing is started. With --local the loop goes on with the',
        'same list in this process; only one command at a time does.',
        'Permissions: states:RedriveExecution; for a follower those of "fleet start" and "fleet results".',
      ],
      exitCodes:
        '0 it goes on, or there is nothing to do (with --local: all items have succeeded), 1 the service failed, or results lack (with --local also: items have failed), 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { redriveFleet } = await import('./redrive.ts');
      const [workflow = '', name] = program.args;
      const options = program.opts<FleetOptions>();
      return await redriveFleet(workflow, name, options, { ...context, projectRoot, catalog });
    },
  };
}

/** `fleet stop`: has a fleet end. */
export function fleetStopCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = addFleetArguments(new Command('stop')).description(
    'Stop a fleet: start no more of its items, and end those that run.',
  );
  addFleetOptions(program).addHelpText(
    'after',
    commandHelp({
      ...{
        commandLine,
        command: 'fleet stop',
        examples: ['headline', 'headline monday', 'headline --local'],
      },
      notes: [
        'On AWS the execution is stopped; the sessions of items that run learn of it and end by themselves within 30 s. On local',
        'AWS the loop, in whichever terminal it is, stops its sessions and writes its results; what a loop that is gone has left is',
        'stopped as well. "fleet redrive" goes on later.',
        'Permission: states:StopExecution.',
      ],
      exitCodes:
        '0 it has ended, or had already, 1 the service failed, or it still goes on, 2 usage or configuration, 130 Ctrl-C',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { stopFleet } = await import('./stop.ts');
      const [workflow = '', name] = program.args;
      const options = program.opts<FleetOptions>();
      return await stopFleet(workflow, name, options, { ...context, projectRoot, catalog });
    },
  };
}
