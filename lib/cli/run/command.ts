import { Command } from 'commander';
import { TRACE_WORDS } from '../../contract/browser-trace.ts';
import { catalogOption } from '../catalog-option.ts';
import { choicesOption } from '../choices-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { CommandLine } from '../command-line.ts';
import { addTargetOptions } from '../target-options.ts';
import type { RunArguments } from './run-arguments.ts';

/** `run`: runs a workflow on this machine. */
export function runWorkflowCommand({ projectRoot, catalog, commandLine }: CommandSetup): CliCommand {
  const program = new Command('run')
    .description('Run a workflow on this machine, and print what it returns.')
    .argument('<workflow|file>', 'name of a workflow of the catalog, or a file that exports main(payload)')
    .option('-p, --payload <json>', 'payload of the workflow (default: {})')
    .option('-f, --payload-file <path>', 'file with the payload')
    .option('--watch', 'run it again whenever a file that it is made of is saved, until Ctrl-C')
    .option('--headed', 'show the browser')
    .option(
      '--stack <name>',
      'with what this stack has deployed: definition, bucket, log group, variables and secrets',
    )
    .option(
      '--outputs-file <path>',
      'file of "cdk deploy --outputs-file" with that stack (default: as for "invoke")',
    )
    .option('--assume-role', 'with the execution role of the deployed workflow; needs --stack')
    .addOption(
      choicesOption(
        '--trace <when>',
        'keep Playwright traces of the browser, unless the code says it; they have what pages have, in clear (default: NOVA_ACT_TRACE, the catalog, off)',
        TRACE_WORDS,
      ),
    )
    .option(
      '--timeout-s <seconds>',
      'how long the run may take, before 10 s to end in order (default: 3600, as on AWS)',
    )
    .option(
      '--secrets <file>',
      'file with values of secrets, for a local AWS that is started for the run (default: .nova-act-secrets.json, if it exists)',
    );
  addTargetOptions(program)
    .option('--json', 'print one object: ok, data with result, workflowRunIds, … or error')
    .option('--verbose', 'say more: the log of the workflow’s process, and stack traces')
    .addOption(catalogOption())
    .addHelpText('after', help(commandLine));
  const local = program.options.find(({ long }) => long === '--local');
  if (local !== undefined)
    local.description =
      'on the local AWS that runs for this project; if none does, one is started for the run';
  return {
    program,
    run: async (context) => {
      // Loaded once the arguments are known to be right: the bundler and the AWS clients take their time.
      const { runWorkflow } = await import('./run-workflow.ts');
      const [workflow = ''] = program.args;
      return await runWorkflow(
        { workflow, ...program.opts<Omit<RunArguments, 'workflow'>>() },
        {
          ...context,
          ...{ projectRoot, ownCatalog: catalog },
        },
      );
    },
  };
}

function help(commandLine: CommandLine): string {
  const examples = [
    'headline --local',
    `headline --local --payload '{"url":"https://example.com"}'`,
    'workflows/headline.ts --payload-file page.json --watch --headed',
    'headline --local --trace retain-on-failure',
    'headline --profile dev --region us-east-1 --json',
    'headline --stack NovaActWorkflow-headline --assume-role',
  ];
  return `
Examples:
${examples.map((args) => `  ${commandLine('run', args)}`).join('\n')}

It runs where the usual variables and the profile say: on local AWS when its variables are exported, else on AWS, with Nova
Act's prices. The program itself always runs here, as the bundle that would be deployed, with the variables and secrets of
its entry in the catalog over those of this shell. With --stack it gets those of the deployed stack, and what it logs goes to
the deployed log group and bucket; with --assume-role it may do what the deployed role may do, so that a missing permission
shows before a deployment. Its role must let you in: "roleCanBeAssumedBy" of the settings (docs/security.md).
A missing workflow definition is made on local AWS only. A run that is stopped (Ctrl-C, --timeout-s, --watch) is FAILED.

The result goes to stdout, everything else to stderr: progress, what the workflow prints, and what terminalHuman() asks.
Exit codes: 0 success, 1 the workflow failed, 2 usage or configuration, 130 Ctrl-C.`;
}
