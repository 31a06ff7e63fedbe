import { Command } from 'commander';
import { catalogOption } from '../catalog-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { addTargetOptions } from '../target-options.ts';
import type { DeleteOptions } from './delete.ts';

/** `workflow delete`: deletes a definition with all its runs, unless it belongs to a catalog or a stack. */
export function workflowDeleteCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = addTargetOptions(
    new Command('delete')
      .summary('delete a workflow definition with its runs')
      .description(
        'Delete a workflow definition of Nova Act with all its runs, for good, and wait until it is gone.',
      )
      .argument('<name>', 'name of the definition')
      .option('--yes', 'do it: on AWS it is only said what would be deleted without this')
      .option(
        '--not-in-a-stack',
        'you know that no stack has it, although its name is one of the catalog or of outputs files, or CloudFormation cannot be asked',
      )
      .option('--wait-s <seconds>', 'how long to wait until it is gone (default: 120)'),
  )
    .addOption(catalogOption())
    .option('--json', 'print { ok, data: { target, name, runs, deleted } } or { ok, error }')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('workflow', 'delete experiments')}         says what would be deleted
  ${commandLine('workflow', 'delete experiments --yes')}
  ${commandLine('workflow', 'delete experiments --local')}

What a stack has is refused: "${commandLine('destroy')}" takes that down. So is what your catalog names, and what nobody can say
of whether a stack has it; --not-in-a-stack is for what a stack has left behind. A definition that CloudFormation says a
stack has is never deleted here. What runs have exported to a bucket stays.
Needs nova-act:GetWorkflowDefinition, nova-act:ListWorkflowRuns, nova-act:DeleteWorkflowDefinition and
cloudformation:DescribeStackResources.
Exit codes: 0 gone, 1 AWS failed or it is not gone yet, 2 refused, not confirmed, not there, usage or configuration,
130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { deleteDefinition } = await import('./delete.ts');
      const [name = ''] = program.args;
      return await deleteDefinition(name, program.opts<DeleteOptions>(), { ...context, ...setup });
    },
  };
}
