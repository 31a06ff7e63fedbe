import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { commandHelp } from '../command-help.ts';
import { portOption } from '../port-option.ts';
import { addRunOptions } from '../runs/run-options.ts';
import type { ViewOptions } from './view.ts';

/** `view`: shows the runs of an account as pages, on this machine, until Ctrl-C. */
export function viewCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('view')
    .description(
      'Show the runs of an AWS account as pages in a browser, until Ctrl-C: what each act was asked, saw, did and answered.',
    )
    .argument(
      '[workflow]',
      'name of a workflow, or of a workflow definition (default: all definitions there)',
    )
    .addOption(portOption(USUAL_PORT));
  addRunOptions(program).addHelpText(
    'after',
    commandHelp({
      commandLine,
      command: 'view',
      examples: [
        '',
        'headline --profile staging --region us-east-1',
        '--stack NovaActWorkflow-headline',
        '--port 0 --json',
      ],
      notes: NOTES,
      exitCodes:
        '0 stopped, 1 the service failed before there was a page, 2 usage or configuration (such as a port that is taken)',
    }),
  );
  return {
    program,
    run: async (context) => {
      const { view } = await import('./view.ts');
      const [workflow] = program.args;
      return await view({ ...program.opts<ViewOptions>(), workflow }, { ...context, projectRoot, catalog });
    },
  };
}

/** Beside that of local AWS. */
const USUAL_PORT = 8738;

const NOTES = [
  'The pages are those of the viewer of local AWS, made of what AWS gives: definitions, runs, sessions and acts of Nova Act; records',
  'of invocations and traces from the artifact bucket; the last log lines of the program from CloudWatch. What is not there, or not',
  'allowed, the page of a run says. Prompts, steps, answers and pictures are in the traces, which workflows store when they are',
  'deployed, or have s3Artifacts. What Nova Act itself exports is listed as files: how they are to be read is not published.',
  'Nothing is written. Only this machine can open the pages, but whoever uses it can, without signing in, while the command runs.',
  'They are read anew every 5 s while a run goes on (lists every 15 s), as long as somebody looks. Local AWS has a viewer of its own.',
  '--json prints one envelope { ok, data } when it is ready; data: url, target.',
  'Permissions, all for reading: nova-act:ListWorkflowDefinitions, GetWorkflowDefinition, ListWorkflowRuns, GetWorkflowRun,',
  'ListSessions, ListActs; s3:ListBucket on the artifact bucket and s3:GetObject on what is below the prefix of the workflow',
  '(kms:Decrypt with a customer key); logs:FilterLogEvents on the log group of the runtime; cloudformation:DescribeStacks for',
  '--stack, and where no file of outputs has the workflow.',
];
