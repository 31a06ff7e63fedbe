import { Command } from 'commander';
import { catalogOption } from '../catalog-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { addTargetOptions } from '../target-options.ts';
import type { ShowOptions } from './show.ts';

/** `workflow show`: what is known of a definition. */
export function workflowShowCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = addTargetOptions(
    new Command('show')
      .summary('show a workflow definition, its owner and its last runs')
      .description('Show a workflow definition of Nova Act: what it is, who owns it, and its last five runs.')
      .argument('<name>', 'name of the definition'),
  )
    .addOption(catalogOption())
    .option(
      '--json',
      'print { ok, data: { target, definition, owners, ownerUnknown, runs } } or { ok, error }',
    )
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('workflow', 'show headline')}
  ${commandLine('workflow', 'show experiments --local --json')}

It is owned by the catalog of the project, by a stack (as the outputs files of the project say, on AWS also as
CloudFormation says), or by nobody. Needs nova-act:GetWorkflowDefinition and nova-act:ListWorkflowRuns; with
cloudformation:DescribeStackResources it knows the stack.
Exit codes: 0 shown, 1 AWS failed, 2 not there, usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { showDefinition } = await import('./show.ts');
      const [name = ''] = program.args;
      return await showDefinition(name, program.opts<ShowOptions>(), { ...context, ...setup });
    },
  };
}
