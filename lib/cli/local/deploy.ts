import path from 'node:path';
import { workflowOfStack } from '../../catalog/names.ts';
import { makeLocalCredentials } from '../../contract/local-credentials.ts';
import { deployLocally, type LocalDeployment } from '../../local/agentcore/index.ts';
import { type AssemblyDeployment, type AssemblyNote, deployAssembly } from '../../local/assembly/index.ts';
import { NovaActClient } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { LocalOptions } from './run-local-aws.ts';

/** Deploys to a running local AWS what the command was told to: an assembly, the catalog, or nothing. */
export async function deploy(
  options: LocalOptions,
  local: { readonly stateDir: string; readonly url: string; readonly context: CommandContext },
): Promise<Deployed> {
  if (options.from !== undefined) return await deployFrom(options.from, options, local);
  if (!options.deploy) return { workflows: [] };
  const { stateDir, url } = local;
  const client = new NovaActClient({ endpoint: url, credentials: makeLocalCredentials() });
  try {
    const { catalog, projectRoot } = options;
    const deployments = await deployLocally({ catalog, projectRoot, stateDir, client });
    return {
      fromCatalog: deployments,
      workflows: deployments.map(({ name, outputs }) => ({
        name,
        runtimeArn: outputs.RuntimeArn,
        calledAs: name,
      })),
    };
  } finally {
    client.destroy();
  }
}

async function deployFrom(
  from: string,
  { projectRoot, catalog }: LocalOptions,
  {
    stateDir,
    url,
    context,
  }: { readonly stateDir: string; readonly url: string; readonly context: CommandContext },
): Promise<Deployed> {
  const { directory, environment } = context;
  const { deployments, region, notes } = await deployAssembly({
    folder: path.resolve(directory, from),
    ...{ projectRoot, stateDir, url, catalog },
    region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined,
  });
  return {
    fromAssembly: deployments,
    region,
    notes,
    workflows: deployments.map(({ name, stackName, runtimeArn }) => ({
      ...{ name, runtimeArn },
      calledAs: workflowOfStack(stackName) ?? runtimeArn,
    })),
  };
}

/** What was deployed, from the catalog or from an assembly. */
export interface Deployed {
  readonly workflows: readonly {
    readonly name: string;
    readonly runtimeArn: string;
    /** What `invoke` is given to call it. */
    readonly calledAs: string;
  }[];
  /** By which the watch knows what to follow. */
  readonly fromCatalog?: readonly LocalDeployment[] | undefined;
  readonly fromAssembly?: readonly AssemblyDeployment[] | undefined;
  /** @default - that of local AWS */
  readonly region?: string | undefined;
  /** What could not be made of an assembly. @default - no assembly was deployed */
  readonly notes?: readonly AssemblyNote[] | undefined;
}
