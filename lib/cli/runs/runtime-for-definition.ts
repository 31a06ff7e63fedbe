import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { LIVE_ENDPOINT_NAME } from '../../catalog/names.ts';
import { looksLikeArn } from '../../catalog/runtime-arn.ts';
import { deployedWorkflow } from '../deployed-workflow.ts';
import type { ClientConfig } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { type DeployedDefinition, deployedDefinitions } from './deployed-definitions.ts';
import type { RunScope } from './run-scope.ts';
import { workflowOfDefinition } from './workflow-of-definition.ts';

/**
 * The runtime that runs the workflow of a definition: that of the workflow that was named, else the one in the outputs of the
 * project, else the one of the workflow that has the definition in the catalog.
 *
 * @param definitionName `undefined` when it need not be that of a certain definition
 * @throws UsageError when it is not known, or is that of another definition
 */
export async function runtimeForDefinition(
  definitionName: string | undefined,
  scope: RunScope,
): Promise<RunRuntime> {
  const { workflow, outputs, foundIn } = await deploymentForDefinition(definitionName, scope);
  const { WorkflowDefinitionName: deployed, RuntimeArn: arn } = outputs;
  if (definitionName !== undefined && deployed !== undefined && deployed !== definitionName) {
    throw new UsageError({
      what: `The run belongs to definition ${definitionName}, but what is deployed of the workflow has ${deployed} (found in ${foundIn}).`,
      fix: 'Name the workflow with --workflow, and its deployment with --stack or --outputs-file.',
    });
  }
  let client: ClientConfig | undefined;
  await scope.target.client((config) => {
    client = config;
    return new BedrockAgentCoreClient(config);
  });
  // Where a run was begun is not recorded: callers use this endpoint.
  const qualifier = outputs.EndpointName ?? LIVE_ENDPOINT_NAME;
  const { ServerProtocol: serverProtocol } = outputs;
  return {
    workflow,
    arn,
    qualifier,
    serverProtocol,
    foundIn,
    client: client ?? { region: scope.target.region },
  };
}

/** A runtime, and how to call it. */
export interface RunRuntime {
  /** The name of its workflow, or its ARN; `undefined` when only the definition is known. */
  readonly workflow: string | undefined;
  readonly arn: string;
  /** Its endpoint. */
  readonly qualifier: string;
  /** What it speaks, where its outputs say it. */
  readonly serverProtocol: string | undefined;
  /** For people. */
  readonly foundIn: string;
  readonly client: ClientConfig;
}

/** The same, with all its outputs. @throws UsageError when it is not known */
export async function deploymentForDefinition(
  definitionName: string | undefined,
  scope: RunScope,
): Promise<Pick<DeployedDefinition, 'workflow' | 'outputs' | 'foundIn'>> {
  const { options, outputsFile, target, context } = scope;
  const { workflow, stack } = options;
  if (workflow !== undefined) {
    // Of the runtime that an ARN names, nothing else need be found.
    const place = looksLikeArn(workflow) ? {} : { stack, outputsFile };
    return await deployedWorkflow({ workflow, ...place }, target, context);
  }
  const found = deployedDefinitions(scope).filter((deployed) => deployed.definitionName === definitionName);
  const arns = new Set(found.map(({ outputs }) => outputs.RuntimeArn));
  const [first] = found;
  if (first !== undefined && arns.size === 1) return first;
  const named = found.length > 0 ? undefined : workflowOfDefinition(definitionName, await scope.entries());
  if (named !== undefined) {
    return await deployedWorkflow({ outputsFile, ...named, ...(stack && { stack }) }, target, context);
  }
  throw new UsageError({
    what:
      definitionName === undefined
        ? 'Whose session it is was not said.'
        : arns.size > 1
          ? `Several runtimes have the definition ${definitionName}: ${[...arns].join(', ')}.`
          : `Which runtime runs the workflow of definition ${definitionName} is not known: neither the outputs of this project nor its catalog say it.`,
    fix: 'Name it with --workflow: the name of a workflow, or the ARN of a runtime.',
  });
}
