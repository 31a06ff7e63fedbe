import type { Command } from 'commander';
import { addTargetOptions, type TargetOptions } from '../target-options.ts';
import { addWorkflowOptions } from '../workflow-options.ts';

/** The arguments and options of all commands on fleets: whose they are, where to work, and what is printed. */
export function addFleetOptions(command: Command): Command {
  return addWorkflowOptions(addTargetOptions(command))
    .option('--json', 'print one object: ok, data or error')
    .option('--verbose', 'say more, with stack traces');
}

/** The argument that says whose fleet it is. */
export function addWorkflowArgument(command: Command): Command {
  return command.argument('<workflow>', 'name of a workflow');
}

/** That, and the one that says which of its fleets. */
export function addFleetArguments(command: Command): Command {
  return addWorkflowArgument(command).argument('[name]', 'name of the fleet (default: the newest)');
}

/** What {@link addFleetOptions} adds. */
export interface FleetOptions extends TargetOptions {
  readonly stack?: string | undefined;
  readonly outputsFile?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}
