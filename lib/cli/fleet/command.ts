import { Command } from 'commander';
import { type CliCommand, type CommandSetup, commandGroup } from '../cli-command.ts';
import { fleetRedriveCommand, fleetStopCommand } from './change-commands.ts';
import {
  fleetListCommand,
  fleetResultsCommand,
  fleetStatusCommand,
  fleetWatchCommand,
} from './look-commands.ts';
import { fleetStartCommand } from './start-command.ts';

/** `fleet`: runs a workflow for each item of a list, on AWS by Step Functions, on local AWS by a loop. */
export function fleetCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = new Command('fleet')
    .description('Run a workflow for each item of a list, and look after that, on AWS or on local AWS.')
    .addHelpText('after', () => {
      const examples = ['start headline --items cities.csv', 'watch headline', 'results headline --failed'];
      return `\nExamples:\n${examples.map((args) => `  ${commandLine('fleet', args)}`).join('\n')}`;
    });
  return commandGroup(program, [
    fleetStartCommand(setup),
    fleetListCommand(setup),
    fleetStatusCommand(setup),
    fleetWatchCommand(setup),
    fleetResultsCommand(setup),
    fleetRedriveCommand(setup),
    fleetStopCommand(setup),
  ]);
}
