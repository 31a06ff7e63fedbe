import { Option } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { addTargetOptions } from '../target-options.ts';
import { APPROVALS } from './cdk-arguments.ts';
import type { DeployOptions } from './deploy.ts';
import type { DestroyOptions } from './destroy.ts';
import { PassingOnCommand } from './passing-on-command.ts';

/** `deploy`: hands over to the CDK CLI of the project, once nothing speaks against it. */
export function deployCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = new PassingOnCommand('deploy');
  program
    .description(
      'Deploy the app of the project with its CDK CLI: synthesize, compare with what is deployed, hand over.',
    )
    .usage('[options] [stacks...] [-- <arguments of cdk deploy>]')
    .argument(
      '[stacks...]',
      'names of workflows or stacks, or patterns such as "Prod/*" (default: all stacks)',
    );
  addTargetOptions(program)
    .option(
      '-c, --context <key=value>',
      'context of the synthesis, such as env=production; repeatable',
      collect,
    )
    .option('-a, --app <folder>', 'a cloud assembly that is made already, instead of a synthesis')
    .addOption(
      new Option('--require-approval <when>', 'when to ask before deploying (default: broadening)').choices(
        APPROVALS,
      ),
    )
    .option('-y, --yes', 'never ask; needed without a terminal')
    .option('--no-preflight', 'do not compare with what is deployed first')
    .option(
      '-O, --outputs-file <file>',
      'file for the outputs of stacks (default: cdk-outputs.json in the project)',
    )
    .option('--json', 'print { ok, data: { target, stacks, outputsFile, outputs } } or { ok, error }')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('deploy')}
  ${commandLine('deploy', 'headline -c env=production --profile production')}
  ${commandLine('deploy', '--yes --json')}
  ${commandLine('deploy', '-- --concurrency 4 --progress events')}
  ${commandLine('deploy', '--local')}

It synthesizes into cdk.out, refuses what "${commandLine('preflight')}" refuses, and hands over to "cdk deploy", in words that
it prints. What a stack depends on is deployed, too. The outputs file keeps what it has of other stacks; it is not
changed when the deployment fails. What the CDK CLI prints goes to stderr.
With --local the running local AWS of the project gets what the templates say, without the CDK CLI's deployment and
without AWS: variables, roles, definitions and outputs as on AWS, with notes of what it cannot do. Runtimes that the
app does not have are removed there. Where "${commandLine('dev')}" runs, saved workflows go on being live a moment later,
with the variables and roles of the templates; what else is saved needs a deployment, or "${commandLine('dev', '--from cdk.out')}".
Exit codes: 0 deployed, 1 the CDK CLI or AWS failed, 2 refused, usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { deployStacks } = await import('./deploy.ts');
      const { args: names, passedOn } = program;
      const options = program.opts<DeployOptions>();
      return await deployStacks({ names, options, passedOn }, { ...context, ...setup });
    },
  };
}

/** `destroy`: hands over to the CDK CLI of the project, once it was said what goes. */
export function destroyCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = new PassingOnCommand('destroy');
  program
    .description('Take down stacks of the app with the CDK CLI of the project.')
    .usage('[options] [stacks...] [-- <arguments of cdk destroy>]')
    .argument(
      '[stacks...]',
      'names of workflows or stacks, or patterns such as "Prod/*" (default: all stacks)',
    )
    .option('--yes', 'do it: it is only said what would be taken down without this')
    .option('--region <region>', 'region of stacks that name none (default: as AWS clients find it)')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option(
      '-c, --context <key=value>',
      'context of the synthesis, such as env=production; repeatable',
      collect,
    )
    .option('-a, --app <folder>', 'a cloud assembly that is made already, instead of a synthesis')
    .option(
      '-O, --outputs-file <file>',
      'file that has the outputs of stacks (default: cdk-outputs.json in the project)',
    )
    .option('--json', 'print { ok, data: { target, stacks, kept } } or { ok, error }')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('destroy')}                     says what would go, and what would stay
  ${commandLine('destroy', 'headline --yes')}
  ${commandLine('destroy', '--yes -c env=production --profile production')}

Stacks that depend on a named one go, too. What the templates keep (by the settings of the environment, such as buckets
and log groups in production) stays, and is listed. The outputs of what is gone are taken out of the outputs file.
What the CDK CLI prints goes to stderr.
Exit codes: 0 taken down, 1 the CDK CLI or AWS failed, 2 not confirmed, usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { destroyStacks } = await import('./destroy.ts');
      const { args: names, passedOn } = program;
      const options = program.opts<DestroyOptions>();
      return await destroyStacks({ names, options, passedOn }, { ...context, ...setup });
    },
  };
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
