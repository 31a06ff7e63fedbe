import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { findOutputsInCloudFormation } from '../../catalog/cloudformation.ts';
import { type Destination, destinationOf } from '../../service/destination.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';
import type { CommandContext } from '../command-context.ts';
import { type LocalAwsOfProject, stateDirAt } from '../local-target.ts';
import { regionOf } from '../region.ts';
import { REQUEST_LIMITS } from '../watch-answers.ts';
import { type FindRuntimeContext, findRuntime, type RuntimeTarget } from './find-runtime.ts';
import type { InvokeArguments } from './options.ts';
import { type AgentCoreConfig, agentCoreDestination } from './runtime-session.ts';

/** {@link findRuntime} with the real clients: they say where they call, and CloudFormation is asked for outputs. */
export async function lookUpRuntime(
  args: InvokeArguments,
  context: Pick<CommandContext, 'environment' | 'directory' | 'interrupt' | 'commandLine'> &
    Pick<FindRuntimeContext, 'workflowNames' | 'projectRoot'> & {
      /** What `--local` asks for. */
      readonly local: LocalAwsOfProject | undefined;
      /** Called before CloudFormation is asked. */
      readonly onAsking: (cloudFormation: Destination) => void;
    },
): Promise<RuntimeTarget> {
  const { environment, interrupt: signal, onAsking, local } = context;
  const { profile } = args;
  const config = async (): Promise<AgentCoreConfig> => ({
    region: await regionOf({ ...args, environment }),
    ...(profile !== undefined && { profile }),
  });
  const cloudFormation = async (): Promise<CloudFormationClient> => {
    // Loaded on use: most runtimes are found in a file.
    const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
    return new CloudFormationClient({ ...(await config()), requestHandler: REQUEST_LIMITS });
  };
  return await findRuntime(args, {
    ...context,
    localAws: async () => {
      if (local !== undefined) return local;
      const { url, isLoopback } = await agentCoreDestination(await config());
      return isLoopback ? { stateDir: stateDirAt(url, context) } : undefined;
    },
    hasOwnCloudFormation: async () => {
      if (local !== undefined) return false;
      const { url, isConfigured } = await destinationOf(await cloudFormation());
      // What local AWS prints names it for all services, also for those that it does not have.
      const agentCore = await agentCoreDestination(await config());
      return isConfigured && new URL(url).origin !== new URL(agentCore.url).origin;
    },
    askCloudFormation: async (stackName) => {
      const client = await cloudFormation();
      try {
        onAsking(await useMatchingCredentials(client));
        return await findOutputsInCloudFormation({
          client,
          stackName,
          require: ['RuntimeArn'],
          workflow: args.workflow,
          signal,
        });
      } finally {
        client.destroy();
      }
    },
  });
}
