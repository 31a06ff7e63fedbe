import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflow, linkPlaywright, MAIN_FILE, SOURCE_MAP_FILE } from '../../bundle/index.ts';
import {
  type WorkflowCatalogEntry,
  type WorkflowOutputs,
  workflowStackName,
  writeOutputsFile,
} from '../../catalog/index.ts';
import {
  endpointArnFor,
  OUTPUTS_FILE_NAME,
  runtimeLogGroupName,
  workflowRunLogGroupName,
} from '../../catalog/names.ts';
import { LOCAL_BUCKET, LOCAL_REGION } from '../../contract/local-account.ts';
import { type WorkflowTool, workflowTool } from '../../contract/workflow-tool.ts';
import {
  ConflictException,
  CreateWorkflowDefinitionCommand,
  GetWorkflowDefinitionCommand,
  type NovaActClient,
} from '../../service/index.ts';
import { bundlesDir } from './bundles.ts';
import { deploymentOf } from './runtime-record.ts';
import { RuntimeRegistry } from './runtime-registry.ts';

/**
 * Does for local AWS what `cdk deploy --outputs-file` does for an account: bundles every workflow, makes its
 * definition and its runtime, and writes `cdk-outputs.json` into the state folder with the keys of the CDK stacks.
 * Running it again changes only what has changed.
 *
 * @returns the deployments in the order of the catalog
 * @throws BundleError when a workflow cannot be bundled; then nothing has been deployed
 */
export async function deployLocally(options: DeployLocallyOptions): Promise<readonly LocalDeployment[]> {
  const { catalog, projectRoot, client, stage } = options;
  const stateDir = path.resolve(options.stateDir);
  const bundled = [];
  for (const entry of catalog) {
    bundled.push({
      entry,
      ...(await makeVersion({ entry, tool: workflowTool(entry), projectRoot, stateDir })),
    });
  }

  const registry = new RuntimeRegistry({ stateDir });
  const deployments: LocalDeployment[] = [];
  for (const { entry, bundleDir, inputs } of bundled) {
    const definitionArn = await ensureDefinition(client, entry);
    const runtime = registry.deploy(deploymentOf(entry, bundleDir));
    deployments.push({
      name: entry.name,
      stackName: workflowStackName({ workflow: entry.name, stage }),
      outputs: {
        RuntimeArn: runtime.arn,
        RuntimeId: runtime.id,
        RuntimeVersion: runtime.version,
        EndpointName: runtime.endpointName,
        EndpointArn: endpointArnFor({ runtimeArn: runtime.arn, endpoint: runtime.endpointName }),
        WorkflowDefinitionName: entry.definitionName,
        WorkflowDefinitionArn: definitionArn,
        LogGroupName: workflowRunLogGroupName(entry.definitionName),
        RuntimeLogGroupName: runtimeLogGroupName({ runtimeId: runtime.id, endpoint: runtime.endpointName }),
        ArtifactBucketName: LOCAL_BUCKET,
        Region: LOCAL_REGION,
        ...(entry.serverProtocol === 'MCP' && { ServerProtocol: 'MCP' }),
      },
      inputs,
    });
  }
  const stacks = Object.fromEntries(deployments.map(({ stackName, outputs }) => [stackName, outputs]));
  writeOutputsFile({ file: path.join(stateDir, OUTPUTS_FILE_NAME), stacks });
  return deployments;
}

/**
 * Bundles a workflow into a folder that is named by its content, so that sessions of earlier versions keep their code.
 *
 * @returns the folder, and the files that the bundle was made of
 * @throws BundleError when it cannot be bundled
 */
export async function makeVersion(options: {
  readonly entry: Pick<WorkflowCatalogEntry, 'name' | 'entry'>;
  /** What agents see of it. @default - its runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
  readonly projectRoot: string;
  readonly stateDir: string;
  /** @default bundleWorkflow */
  readonly bundle?: typeof bundleWorkflow | undefined;
}): Promise<{
  readonly bundleDir: string;
  /** SHA-256 of `main.mjs`. */
  readonly bundleHash: string;
  /** Absolute, without packages. */
  readonly inputs: readonly string[];
}> {
  const { entry, tool, projectRoot, stateDir, bundle: make = bundleWorkflow } = options;
  const folder = path.join(bundlesDir(stateDir), entry.name);
  // Beside its place, not within: the sources in its map are relative to it.
  const staging = stagingIn(folder);
  try {
    const bundle = await make({ projectRoot, entry: entry.entry, outDir: staging, tool });
    const bundleDir = path.join(folder, bundle.hash.slice(0, 16));
    if (!existsSync(path.join(bundleDir, MAIN_FILE))) {
      linkPlaywright({ bundleDir: staging, projectRoot });
      renameSync(staging, bundleDir);
    } else {
      // The code is the same; comments, and with them lines, may not be.
      renameSync(bundle.sourceMapFile, path.join(bundleDir, SOURCE_MAP_FILE));
    }
    return { bundleDir, bundleHash: bundle.hash, inputs: bundle.inputs };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** A folder for a bundle that is not finished. */
export function stagingIn(folder: string): string {
  return path.join(folder, `${STAGING}${randomUUID()}`);
}

const STAGING = 'next-';

/** Removes what is left of bundles that were not finished. Nobody may be bundling meanwhile. */
export function removeUnfinishedBundles(stateDir: string): void {
  const dir = bundlesDir(stateDir);
  for (const workflow of existsSync(dir) ? readdirSync(dir) : []) {
    const unfinished = readdirSync(path.join(dir, workflow)).filter((name) => name.startsWith(STAGING));
    for (const name of unfinished) rmSync(path.join(dir, workflow, name), { recursive: true, force: true });
  }
}

/** What to deploy to local AWS. */
export interface DeployLocallyOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /** The state folder of local AWS. */
  readonly stateDir: string;
  /** A client of the local Nova Act service. */
  readonly client: NovaActClient;
  /** Part of the stack names in the outputs file. */
  readonly stage?: string | undefined;
}

/** One workflow on local AWS. */
export interface LocalDeployment {
  readonly name: string;
  readonly stackName: string;
  readonly outputs: WorkflowOutputs;
  /** The files that its code was made of, absolute, without packages. */
  readonly inputs: readonly string[];
}

/** Creates the definition of a workflow, unless it is there already. @returns its ARN */
export async function ensureDefinition(client: NovaActClient, entry: WorkflowCatalogEntry): Promise<string> {
  const { definitionName: name, description } = entry;
  // As the stacks do.
  const exportConfig = { s3BucketName: LOCAL_BUCKET, s3KeyPrefix: name };
  try {
    await client.send(new CreateWorkflowDefinitionCommand({ name, description, exportConfig }));
  } catch (error) {
    // It is there from an earlier deployment.
    if (!(error instanceof ConflictException)) throw error;
  }
  const { arn } = await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName: name }));
  return arn;
}
