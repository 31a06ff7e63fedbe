import path from 'node:path';
// Not from the index of the catalog: its rules would load zod, which takes longer than all the rest of this file.
import {
  OUTPUTS_FILE_NAME,
  STATE_DIR_NAME,
  workflowOfStack,
  workflowStackName,
} from '../../catalog/names.ts';
import type { SomeOutputs } from '../../catalog/outputs.ts';
import { findOutputsInFile, readOutputsFile } from '../../catalog/outputs-file.ts';
import { looksLikeArn, parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import { SERVER_PROTOCOLS, type ServerProtocol } from '../../contract/host.ts';
import { didYouMean } from '../../core/suggest.ts';
import { DEFAULT_CATALOG } from '../catalog-option.ts';
import type { CommandContext } from '../command-context.ts';
import { usualOutputsFiles } from '../outputs-files.ts';
import { UsageError } from '../usage-error.ts';
import type { InvokeArguments } from './options.ts';

/**
 * Finds what a name stands for. An ARN stands for itself. A name is looked up in the outputs file: the given one, else
 * the default ones that exist (that of local AWS first, when the endpoint is on this machine). What is in none of
 * them is asked from CloudFormation.
 *
 * @throws UsageError for a name that nobody knows, or arguments that contradict each other
 * @throws OutputsError for outputs that are missing or malformed
 */
export async function findRuntime(wanted: Wanted, context: FindRuntimeContext): Promise<RuntimeTarget> {
  const { workflow, outputsFile, stack, region } = wanted;
  if (looksLikeArn(workflow)) return fromArn(wanted);

  const stackName = stack ?? workflowStackName({ workflow });
  if (outputsFile !== undefined) {
    const file = path.resolve(context.directory, outputsFile);
    if (stack === undefined) await checkName({ workflow, files: [file], context, exclusive: true });
    return target(
      findOutputsInFile({ file, stackName, require: ['RuntimeArn'], workflow }),
      outputsFile,
      region,
    );
  }

  const local = await context.localAws();
  const isLocal = local !== undefined;
  const files = usualOutputsFiles({ isLocal, stateDir: local?.stateDir }, context.projectRoot);
  for (const file of files) {
    if (!Object.hasOwn(readOutputsFile(file), stackName)) continue;
    const outputs = findOutputsInFile({ file, stackName, require: ['RuntimeArn'], workflow });
    return target(outputs, path.relative(context.directory, file), region);
  }

  if (stack === undefined) await checkName({ workflow, files, context, exclusive: false });
  if (isLocal && !(await context.hasOwnCloudFormation())) {
    throw new UsageError({
      what: `Workflow "${workflow}" is not deployed to local AWS: no stack "${stackName}" in ${describeFiles(files, context)}.`,
      fix: `Start local AWS with "${context.commandLine('dev')}" in this project, or give --outputs-file or the ARN of a runtime.`,
    });
  }
  return target(await context.askCloudFormation(stackName), `CloudFormation stack ${stackName}`, region);
}

/** Where local AWS writes the outputs of what is deployed to it. */
const LOCAL_OUTPUTS_FILE = path.join(STATE_DIR_NAME, OUTPUTS_FILE_NAME);

/** A deployed workflow to be invoked. */
export interface RuntimeTarget {
  readonly runtimeArn: string;
  /** The region of the runtime. */
  readonly region: string;
  /** The endpoint of the runtime that its stack names. */
  readonly endpointName: string | undefined;
  /** What the runtime speaks, where its stack says it. */
  readonly serverProtocol: ServerProtocol | undefined;
  /** All outputs of the workflow; of an ARN nothing but itself. */
  readonly outputs: SomeOutputs<'RuntimeArn'>;
  /** Where the ARN was found, for people. */
  readonly foundIn: string;
}

/** What finding a runtime needs from outside. */
export interface FindRuntimeContext extends Pick<CommandContext, 'directory' | 'commandLine'> {
  /** Where the outputs files are that nobody named. */
  readonly projectRoot: string;
  /** Names of the workflows of this project; empty when they are not known. */
  readonly workflowNames: () => Promise<readonly string[]>;
  /** The local AWS that is asked, with its state folder if that is known; `undefined` on AWS. */
  readonly localAws: () => Promise<{ readonly stateDir?: string | undefined } | undefined>;
  /** Whether an endpoint is configured for CloudFormation that is not that of AgentCore. */
  readonly hasOwnCloudFormation: () => Promise<boolean>;
  /** Asks CloudFormation for the outputs of a stack. */
  readonly askCloudFormation: (stackName: string) => Promise<SomeOutputs<'RuntimeArn'>>;
}

type Wanted = Pick<InvokeArguments, 'workflow' | 'outputsFile' | 'stack' | 'region'>;

function fromArn({ workflow, outputsFile, stack, region }: Wanted): RuntimeTarget {
  const unused = outputsFile !== undefined ? '--outputs-file' : stack !== undefined ? '--stack' : undefined;
  if (unused !== undefined) {
    throw new UsageError({
      what: `${unused} was given together with the ARN of a runtime.`,
      fix: `Give the name of a workflow, or leave ${unused} out.`,
    });
  }
  return target({ RuntimeArn: workflow }, 'the command line', region);
}

function target(
  outputs: SomeOutputs<'RuntimeArn'>,
  foundIn: string,
  wantedRegion: string | undefined,
): RuntimeTarget {
  const { arn, region } = parseRuntimeArn(outputs.RuntimeArn, { where: foundIn });
  if (wantedRegion !== undefined && wantedRegion !== region) {
    throw new UsageError({
      what: `The runtime is in ${region}, but --region is ${wantedRegion}: ${arn} (found in ${foundIn}).`,
      fix: 'Leave --region out, or name the outputs of a deployment in that region.',
    });
  }
  // Who deploys HTTP says nothing of it.
  const serverProtocol = SERVER_PROTOCOLS.find((known) => known === outputs.ServerProtocol);
  return { runtimeArn: arn, region, endpointName: outputs.EndpointName, serverProtocol, outputs, foundIn };
}

/** Refuses a name that neither this project nor a file of outputs knows, before anybody is asked over the network. */
async function checkName(options: {
  readonly workflow: string;
  readonly files: readonly string[];
  readonly context: FindRuntimeContext;
  /** True when only what is in the files will do. */
  readonly exclusive: boolean;
}): Promise<void> {
  const { workflow, files, context, exclusive } = options;
  const deployed = files.flatMap((file) =>
    Object.keys(readOutputsFile(file)).flatMap((stackName) => workflowOfStack(stackName) ?? []),
  );
  if (deployed.includes(workflow)) return;
  const catalog = await context.workflowNames();
  if (!exclusive && (catalog.length === 0 || catalog.includes(workflow))) return;

  const known = [...new Set([...deployed, ...(exclusive ? [] : catalog)])];
  const inCatalog = exclusive && catalog.includes(workflow);
  const meant = inCatalog ? undefined : didYouMean(workflow, known);
  throw new UsageError({
    what: inCatalog
      ? `Workflow "${workflow}" is not deployed: it is not in ${describeFiles(files, context)}.`
      : `Unknown workflow "${workflow}".`,
    allowed: `${exclusive ? 'Deployed' : 'Known'} workflows: ${known.length > 0 ? known.join(', ') : 'none'}.`,
    fix:
      meant === undefined
        ? `Give one of these, or --stack NAME, or the ARN of a runtime.${catalog.length > 0 ? NEW_WORKFLOW : ''}`
        : `Did you mean "${meant}"?`,
  });
}

/** Where the project has a catalog. */
const NEW_WORKFLOW = ` A workflow that is new needs an entry in ${DEFAULT_CATALOG} (or that of --catalog), and a deployment.`;

function describeFiles(files: readonly string[], context: FindRuntimeContext): string {
  if (files.length === 0)
    return `an outputs file (there is no ${LOCAL_OUTPUTS_FILE} and no ${OUTPUTS_FILE_NAME})`;
  return files.map((file) => `"${path.relative(context.directory, file)}"`).join(' or ');
}
