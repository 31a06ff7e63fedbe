import path from 'node:path';
import { bundleWorkflow, linkPlaywright } from '../../bundle/index.ts';
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
import { LOCAL_REGION } from '../../contract/local-account.ts';
import {
  ConflictException,
  CreateWorkflowDefinitionCommand,
  GetWorkflowDefinitionCommand,
  type NovaActClient,
} from '../../service/index.ts';
import { LOCAL_BUCKET } from './local-artifacts.ts';
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
    const outDir = path.join(stateDir, 'bundles', entry.name);
    const bundle = await bundleWorkflow({ projectRoot, entry: entry.entry, outDir });
    linkPlaywright({ bundleDir: bundle.dir, projectRoot });
    bundled.push({ entry, bundle });
  }

  const registry = new RuntimeRegistry({ stateDir });
  const deployments: LocalDeployment[] = [];
  for (const { entry, bundle } of bundled) {
    const definitionArn = await ensureDefinition(client, entry);
    const runtime = registry.deploy({ catalogEntry: entry, bundleDir: bundle.dir });
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
      },
    });
  }
  const stacks = Object.fromEntries(deployments.map(({ stackName, outputs }) => [stackName, outputs]));
  writeOutputsFile({ file: path.join(stateDir, OUTPUTS_FILE_NAME), stacks });
  return deployments;
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
}

/** Creates the definition of a workflow, unless it is there already. @returns its ARN */
export async function ensureDefinition(client: NovaActClient, entry: WorkflowCatalogEntry): Promise<string> {
  const { definitionName: name, description } = entry;
  try {
    await client.send(new CreateWorkflowDefinitionCommand({ name, description }));
  } catch (error) {
    // It is there from an earlier deployment.
    if (!(error instanceof ConflictException)) throw error;
  }
  const { arn } = await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName: name }));
  return arn;
}
