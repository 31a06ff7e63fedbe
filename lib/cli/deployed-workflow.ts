import type { SomeOutputs } from '../catalog/outputs.ts';
import { parseRuntimeArn } from '../catalog/runtime-arn.ts';
import { findRuntime } from './invoke/find-runtime.ts';
import { type CommandTarget, type TargetContext, TargetError } from './target.ts';

/**
 * The outputs of a workflow that is deployed to a target: from the file that was named, else from the outputs files of the
 * project, else from CloudFormation. Outputs of another account or region are refused.
 *
 * @throws UsageError for a name that nobody knows, OutputsError for outputs that are missing, TargetError
 */
export async function deployedWorkflow(
  wanted: WantedWorkflow,
  target: CommandTarget,
  context: TargetContext & { readonly workflowNames: () => Promise<readonly string[]> },
): Promise<DeployedWorkflow> {
  const { outputs, foundIn } = await findRuntime(
    { ...wanted, region: undefined },
    {
      ...context,
      localAws: async () => (target.isLocal ? target : undefined),
      hasOwnCloudFormation: async () => false,
      askCloudFormation: async (stackName) => {
        const [{ CloudFormationClient }, { findOutputsInCloudFormation }] = await Promise.all([
          import('@aws-sdk/client-cloudformation'),
          import('../catalog/cloudformation.ts'),
        ]);
        const client = await target.client((config) => new CloudFormationClient(config));
        const { workflow } = wanted;
        return await findOutputsInCloudFormation({
          ...{ client, stackName, workflow, require: ['RuntimeArn'], signal: context.interrupt },
        });
      },
    },
  );
  const { region, accountId: account } = parseRuntimeArn(outputs.RuntimeArn, { where: foundIn });
  if (region !== target.region || account !== target.account) {
    throw new TargetError({
      what: `The workflow is in account ${account}, ${region} (found in ${foundIn}), but the command works on ${target.description}.`,
      fix: 'Name the region and a profile of that account with --region and --profile, or other outputs with --outputs-file or --stack.',
    });
  }
  return { ...wanted, outputs, foundIn };
}

/** A workflow, and where to find what is deployed of it. */
export interface WantedWorkflow {
  /** Its name in the catalog, or the ARN of its runtime. */
  readonly workflow: string;
  readonly stack?: string | undefined;
  readonly outputsFile?: string | undefined;
}

/** What is deployed of a workflow. */
export interface DeployedWorkflow extends WantedWorkflow {
  readonly outputs: SomeOutputs<'RuntimeArn'>;
  /** For people. */
  readonly foundIn: string;
}
