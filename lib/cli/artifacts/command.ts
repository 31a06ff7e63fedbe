import { Command } from 'commander';
import { type CliCommand, type CommandSetup, commandGroup } from '../cli-command.ts';
import type { CommandLine } from '../command-line.ts';
import { addTargetOptions } from '../target-options.ts';
import { addWorkflowOptions } from '../workflow-options.ts';
import type { ArtifactsOptions } from './found-artifacts.ts';

/** `artifacts`: what the runs of workflows leave in the artifact bucket. */
export function artifactsCommand(setup: CommandSetup): CliCommand {
  const program = new Command('artifacts')
    .description('List and fetch what the runs of a workflow have left in the artifact bucket.')
    .addHelpText(
      'after',
      `
Examples:
  ${setup.commandLine('artifacts list', 'headline')}
  ${setup.commandLine('artifacts pull', 'headline --out traces')}

Each command has its own help: ${setup.commandLine('artifacts pull', '--help')}`,
    );
  return commandGroup(program, [listCommand(setup), pullCommand(setup)]);
}

function listCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = artifactsProgram('list', 'list the objects of a workflow')
    .description('List the objects that the runs of a workflow have left: key, size, time and kind.')
    .option('--json', 'print one object: bucket, prefix, objects')
    .option('--verbose', 'say more, with stack traces')
    .addHelpText('after', listHelp(commandLine));
  return {
    program,
    run: async (context) => {
      const { listArtifacts } = await import('./list-artifacts.ts');
      return await listArtifacts(optionsOf(program), { ...context, projectRoot, setup: { catalog } });
    },
  };
}

function pullCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = artifactsProgram('pull', 'fetch the objects of a workflow to files')
    .description('Fetch the objects that the runs of a workflow have left to files below a folder.')
    .option('--out <dir>', 'folder for the files (default: artifacts/<workflow> in the project)')
    .option('--force', 'replace files that differ from their objects')
    .option('--json', 'print one object: folder, and which objects were pulled, were there, or failed')
    .option('--verbose', 'say more, with stack traces')
    .addHelpText('after', pullHelp(commandLine));
  return {
    program,
    run: async (context) => {
      const { pullArtifacts } = await import('./pull-artifacts.ts');
      const options = { ...program.opts<{ out?: string; force?: boolean }>(), ...optionsOf(program) };
      return await pullArtifacts(options, { ...context, projectRoot, setup: { catalog } });
    },
  };
}

function artifactsProgram(name: string, summary: string): Command {
  const program = new Command(name)
    .summary(summary)
    .argument('[workflow]', 'name of a workflow (default: the only one of the project)')
    .option(
      '--run <run id>',
      'only what there is of a workflow run: its id, or the beginning of one of the newest (4 characters or more)',
    );
  return addTargetOptions(addWorkflowOptions(program));
}

function optionsOf(program: Command): ArtifactsOptions {
  const [workflow] = program.args;
  return { ...program.opts<Omit<ArtifactsOptions, 'workflow'>>(), workflow };
}

function examplesOf(lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

const CHOICE = `The workflow may be left out when the project has one, and with --run, which is looked for in all of them. Of a run there are
its record, what tells its invocation, every object that has its id as a part of its key, and those at the places where Nova Act
says that the traces of its acts are (ListActs); all objects of the workflow are listed to find them.`;

function listHelp(commandLine: CommandLine): string {
  return `
${examplesOf(['headline', '--run <run id>', 'headline --local --json'].map((args) => commandLine('artifacts list', args)))}

Objects of a workflow are those below its prefix, and step_{N}.json directly behind the prefix, without a slash: so the model of
Nova Act says that it exports on AWS, which has not been tried. What else begins alike is of another workflow, and not listed.
Kinds: record (of an invocation: payload, result or error), run (tells the invocation of a run), act (steps and screenshots that
Nova Act exports), trace (page and trajectory of an act, summary of a session: what the workflow has stored), other.
${CHOICE}
Permissions: s3:ListBucket on the bucket, nova-act:GetWorkflowDefinition; with --run s3:GetObject and nova-act:ListActs, and for the
beginning of an id nova-act:ListWorkflowRuns and GetWorkflowRun; cloudformation:DescribeStacks where no file of outputs has the
workflow.
Exit codes: 0 success, also when there is nothing yet; 1 AWS failed; 2 usage or configuration, or nothing of the run; 130 Ctrl-C.`;
}

function pullHelp(commandLine: CommandLine): string {
  return `
${examplesOf(['headline', '--run <run id> --out run', 'headline --local --force'].map((args) => commandLine('artifacts pull', args)))}

A file has the path of its key below the prefix of the workflow, or its whole key where it is not below, and the time of its object. Characters that not every disk takes
are % and two digits; where two keys would be one file (a and a/b, or A and a), one has %o and digits at its end. Nothing is
written outside of the folder. A file with the size and the time of its object is left; one that differs fails unless --force.
An object that cannot be fetched does not keep the others back, and the command ends with 1. Ctrl-C leaves no part of a file.
${CHOICE}
The files may hold prompts, screenshots, payloads and results: keep them out of git.
Permissions: s3:ListBucket on the bucket, s3:GetObject on its objects (kms:Decrypt with a customer key), nova-act:GetWorkflowDefinition;
with --run nova-act:ListActs, and for the beginning of an id nova-act:ListWorkflowRuns and GetWorkflowRun;
cloudformation:DescribeStacks where no file of outputs has the workflow.
Exit codes: 0 success, also when there is nothing yet; 1 AWS failed, or an object could not be pulled; 2 usage or configuration,
or nothing of the run; 130 Ctrl-C.`;
}
