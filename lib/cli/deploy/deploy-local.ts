import path from 'node:path';
import { OUTPUTS_FILE_NAME, workflowOfStack } from '../../catalog/names.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { deployAssembly, noteLine } from '../../local/assembly/index.ts';
import { localEnvironment, misleadingIn } from '../../local/local-environment.ts';
import { missingSecrets } from '../../local/secrets/missing-secrets.ts';
import { SECRETS_FILE_NAME } from '../../local/secrets/secrets-file.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import { stateDirOf } from '../state-dir.ts';
import { openTarget } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { cdkCliOf } from './cdk-cli.ts';
import type { DeployArguments } from './deploy.ts';
import { makeAssembly } from './make-assembly.ts';

/**
 * Deploys the app to the local AWS that runs for the project: what a deployment to AWS would bring, by the same templates.
 * The app is synthesized with the variables of local AWS, so that nothing is asked on AWS.
 */
export async function deployToLocal(
  { names, options, passedOn }: DeployArguments,
  context: CommandContext & CommandSetup,
): Promise<ExitCode> {
  checkForLocal({ names, options, passedOn });
  using target = await openTarget(options, context);
  const { url = '' } = target;
  const { directory, projectRoot } = context;
  const { stateDir = stateDirOf(options.stateDir, context) } = target;
  const unset = Object.fromEntries(misleadingIn(context.environment).map((name) => [name, undefined]));
  const { folder } = await makeAssembly(options, {
    cdk: () => cdkCliOf(projectRoot),
    environment: { ...unset, ...localEnvironment(url, target.region) },
    context,
  });
  const { region, deployments, secrets, notes } = await deployAssembly({
    ...{ folder, projectRoot, stateDir, url },
    region: target.region,
  });
  const outputsFile = path.join(stateDir, OUTPUTS_FILE_NAME);
  if (options.json !== true && notes.length > 0) {
    context.stderr(`Not as on AWS:\n${notes.map((note) => `  - ${noteLine(note)}\n`).join('')}`);
  }
  const missing = missingSecrets([{ secrets: secrets.map(({ arn }) => arn) }], {
    file: path.join(projectRoot, SECRETS_FILE_NAME),
    environment: context.environment,
  });
  for (const { what } of missing) context.stderr(`${what}\n`);
  const outputs = Object.fromEntries(deployments.map((each) => [each.stackName, each.outputs]));
  printResult(context, {
    json: options.json,
    data: {
      target,
      region,
      stacks: Object.keys(outputs),
      outputsFile,
      outputs,
      notes,
      missingSecrets: missing,
    },
    text: () => {
      const said = deployments.map(({ name, runtimeVersion }) => `${name} (version ${runtimeVersion})`);
      const called = deployments.map(({ stackName, runtimeArn }) => workflowOfStack(stackName) ?? runtimeArn);
      const elsewhere = region === target.region ? '' : ` The region is ${region}: name it with --region.`;
      return [
        `Deployed to ${target.description}: ${said.join(', ')}.${elsewhere}`,
        `Outputs: ${path.relative(directory, outputsFile)}`,
        `Next: ${target.commandLine(context)('invoke', called[0])}`,
        '',
      ].join('\n');
    },
  });
  return EXIT.success;
}

/** Refuses what only the CDK CLI has. */
function checkForLocal({ names, options, passedOn }: DeployArguments): void {
  const refused = [
    [names.length > 0, 'Names of stacks were'],
    [passedOn.length > 0, 'Arguments for the CDK CLI were'],
    [options.outputsFile !== undefined, '--outputs-file was'],
    [options.requireApproval !== undefined, '--require-approval was'],
  ] as const;
  const [, what] = refused.find(([isGiven]) => isGiven) ?? [];
  if (what === undefined) return;
  throw new UsageError({
    what: `${what} given with --local.`,
    fix: 'Local AWS gets all of the app, and its outputs are in its state folder: leave it out.',
  });
}
