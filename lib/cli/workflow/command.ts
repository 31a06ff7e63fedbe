import { Command } from 'commander';
import { type CliCommand, type CommandSetup, commandGroup } from '../cli-command.ts';
import { workflowCreateCommand } from './create-command.ts';
import { workflowDeleteCommand } from './delete-command.ts';
import { workflowListCommand } from './list-command.ts';
import { workflowShowCommand } from './show-command.ts';

/** `workflow`: the workflow definitions of Nova Act, to which runs belong. */
export function workflowCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = new Command('workflow')
    .description(
      'Create, list, show and delete workflow definitions of Nova Act, on AWS or local AWS.\n\n' +
        `Runs belong to a definition. Those of your catalog are made by "${commandLine('dev')}" and "${commandLine('deploy')}"; ` +
        'these commands are for others, such as one for experiments.',
    )
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('workflow', 'create experiments --bucket my-traces')}
  ${commandLine('workflow', 'list')}
  ${commandLine('workflow', 'show experiments --local')}
  ${commandLine('workflow', 'delete experiments --yes')}

Each command has its own help: ${commandLine('workflow', 'create --help')}`,
    );
  return commandGroup(program, [
    workflowCreateCommand(setup),
    workflowListCommand(setup),
    workflowShowCommand(setup),
    workflowDeleteCommand(setup),
  ]);
}
