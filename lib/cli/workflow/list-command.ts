import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { addTargetOptions } from '../target-options.ts';
import type { ListOptions } from './list.ts';

/** `workflow list`: the definitions of an account and region. */
export function workflowListCommand({ commandLine, projectRoot }: CommandSetup): CliCommand {
  const program = addTargetOptions(
    new Command('list')
      .summary('list workflow definitions')
      .description('List the workflow definitions of Nova Act, newest first.')
      .option('--limit <number>', 'most definitions to list (default: 100)'),
  )
    .option('--json', 'print { ok, data: { target, definitions, hasMore } } or { ok, error }')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('workflow', 'list')}
  ${commandLine('workflow', 'list --local')}
  ${commandLine('workflow', 'list --limit 1000 --region us-east-1 --profile production --json')}

Needs nova-act:ListWorkflowDefinitions.
Exit codes: 0 listed, also when there is none, 1 AWS failed, 2 usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { listDefinitions } = await import('./list.ts');
      return await listDefinitions(program.opts<ListOptions>(), { ...context, projectRoot });
    },
  };
}
