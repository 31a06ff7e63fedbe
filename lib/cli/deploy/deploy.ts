import { rmSync } from 'node:fs';
import path from 'node:path';
import { relatedStacks } from '../../assembly/related-stacks.ts';
import { OUTPUTS_FILE_NAME, workflowOfStack } from '../../catalog/names.ts';
import { type OutputsFile, writeOutputsFile } from '../../catalog/outputs-file.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { readIfThere } from '../../core/files.ts';
import { makeTemporaryFolder } from '../../core/make-temporary-folder.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandLine } from '../command-line.ts';
import { printResult } from '../envelope.ts';
import type { TargetOptions } from '../target.ts';
import { type Approval, approvalOf, checkPassedOn, deployArguments, isExclusive } from './cdk-arguments.ts';
import { cdkCliOf } from './cdk-cli.ts';
import { chooseByNames } from './choose-stacks.ts';
import { deployToLocal } from './deploy-local.ts';
import { describeStacks } from './describe-stacks.ts';
import { type AssemblyOptions, makeAssembly } from './make-assembly.ts';
import { openAccount } from './open-account.ts';
import { checkByPreflight } from './preflight-first.ts';
import { runCdk } from './run-cdk.ts';

/** Deploys with the CDK CLI of the project: synthesizes, compares with what is deployed, and hands over. */
export async function deployStacks(
  { names, options, passedOn }: DeployArguments,
  context: CommandContext & CommandSetup,
): Promise<ExitCode> {
  checkPassedOn(passedOn);
  if (options.local === true) return await deployToLocal({ names, options, passedOn }, context);
  const approval = approvalOf({ ...options, canAsk: context.interactive && process.stdin.isTTY === true });
  const cdk = cdkCliOf(context.projectRoot);
  const { profile } = options;
  const instead = `Deploy to it with "${context.commandLine('deploy', '--local')}", or start it with "${context.commandLine('dev', '--from cdk.out')}".`;
  using target = await openAccount({ ...options, instead }, context);
  const environment = { AWS_REGION: target.region, AWS_DEFAULT_REGION: target.region };
  const at = { context, environment };
  const assembly = await makeAssembly(options, { cdk: () => cdk, ...at });
  const chosen = chooseByNames(names, assembly.stacks, assembly.folder);
  const deployed = isExclusive(passedOn) ? chosen : relatedStacks(assembly.stacks, chosen, 'dependencies');
  context.stderr(`Stacks to deploy:\n${describeStacks(deployed, target)}`);
  if (options.preflight !== false) {
    await checkByPreflight({ app: assembly.folder, defaultRegion: target.region, profile }, context);
  }
  const selectors = names.length === 0 ? [] : chosen.map(({ selector }) => selector);
  // The CDK CLI would leave nothing in the file but what it deploys now.
  const scratch = makeTemporaryFolder('act-deploy-');
  try {
    const outputsFile = path.join(scratch, OUTPUTS_FILE_NAME);
    const handover = { selectors, assembly: assembly.folder, profile, passedOn, approval, outputsFile };
    await runCdk(cdk, deployArguments(handover), at);
    const file = outputsFileOf(options, context);
    const outputs = await takeOver(outputsFile, file);
    printResult(context, {
      json: options.json,
      data: { target, stacks: deployed.map(({ stackName }) => stackName), outputsFile: file, outputs },
      text: () =>
        summary({
          outputs,
          file: path.relative(context.directory, file),
          passedOn,
          commandLine: target.commandLine(context),
        }),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return EXIT.success;
}

/** What `deploy` was called with. */
export interface DeployArguments {
  /** Stacks, workflows, or patterns; all stacks when it is empty. */
  readonly names: readonly string[];
  readonly options: DeployOptions;
  /** What followed `--`. */
  readonly passedOn: readonly string[];
}

/** The options of `deploy`. */
export interface DeployOptions extends TargetOptions, AssemblyOptions {
  readonly requireApproval?: Approval | undefined;
  readonly yes?: boolean | undefined;
  readonly preflight?: boolean | undefined;
  readonly outputsFile?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
}

/** The file of outputs that a command means. Absolute. */
export function outputsFileOf(
  { outputsFile }: Pick<DeployOptions, 'outputsFile'>,
  { directory, projectRoot }: Pick<CommandContext, 'directory'> & Pick<CommandSetup, 'projectRoot'>,
): string {
  return outputsFile === undefined
    ? path.join(projectRoot, OUTPUTS_FILE_NAME)
    : path.resolve(directory, outputsFile);
}

/** Puts the outputs of what was deployed into the file of the project, beside those of other stacks. */
async function takeOver(from: string, file: string): Promise<OutputsFile> {
  const text = readIfThere(from);
  if (text === undefined) return {};
  const { parseOutputsFile } = await import('../../catalog/outputs-file.ts');
  const stacks = parseOutputsFile({ text, file: from });
  writeOutputsFile({ file, stacks });
  return stacks;
}

function summary({
  outputs,
  file,
  passedOn,
  commandLine,
}: {
  readonly outputs: OutputsFile;
  readonly file: string;
  readonly passedOn: readonly string[];
  readonly commandLine: CommandLine;
}): string {
  const names = Object.keys(outputs);
  if (names.length === 0) return 'The CDK CLI has ended well. There are no outputs.\n';
  // With arguments of its own it may have done something else than to deploy.
  const what = passedOn.length === 0 ? 'Deployed' : 'The CDK CLI has ended well, with outputs of';
  const workflow = names.flatMap((name) => workflowOfStack(name) ?? []).at(0);
  const next = workflow === undefined ? '' : `Next: ${commandLine('invoke', workflow)}\n`;
  return `${what}: ${names.join(', ')}\nOutputs: ${file}\n${next}`;
}
