import { Command } from 'commander';
import { catalogOption } from '../catalog-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { addTargetOptions } from '../target-options.ts';
import type { CreateOptions } from './create.ts';

/** `workflow create`: makes a definition that no stack and no catalog has. */
export function workflowCreateCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = addTargetOptions(
    new Command('create')
      .summary('make a workflow definition')
      .description('Make a workflow definition of Nova Act. It cannot be changed afterwards, only deleted.')
      .argument('<name>', 'its name: 1 to 40 letters, digits, "_" and "-"')
      .option('--description <text>', 'what its runs do, at most 4000 characters')
      .option(
        '--bucket <name>',
        'bucket of S3 to which Nova Act exports the data of runs; it is not made here',
      )
      .option('--prefix <prefix>', 'prefix of the keys there, without a slash at either end')
      .option('--if-missing', 'end with 0 when the very same definition is there already'),
  )
    .addOption(catalogOption())
    .option('--json', 'print { ok, data: { target, created, definition } } or { ok, error }')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('workflow', 'create experiments')}
  ${commandLine('workflow', 'create experiments --local')}
  ${commandLine('workflow', 'create nightly --description "Checks the shop" --bucket my-traces --prefix nightly')}
  ${commandLine('workflow', 'create experiments --if-missing --json')}

Names of your catalog are refused, in all stages: "${commandLine('dev')}" and "${commandLine('deploy')}" make those. A name that
is there already is told with what differs. Whether the bucket exists, and may be written to by who runs the workflow,
is not checked. Needs nova-act:GetWorkflowDefinition and nova-act:CreateWorkflowDefinition.
Exit codes: 0 made, or there with --if-missing, 1 AWS failed, 2 there already, usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { createDefinition } = await import('./create.ts');
      const [name = ''] = program.args;
      return await createDefinition(name, program.opts<CreateOptions>(), { ...context, ...setup });
    },
  };
}
