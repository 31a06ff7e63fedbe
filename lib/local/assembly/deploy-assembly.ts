import path from 'node:path';
import { readAssets } from '../../assembly/assets.ts';
import { readAssembly } from '../../assembly/read-assembly.ts';
import { workflowSourcesOf } from '../../assembly/workflow-sources.ts';
import { type WorkflowCatalogEntry, writeOutputsFile } from '../../catalog/index.ts';
import { OUTPUTS_FILE_NAME } from '../../catalog/names.ts';
import { makeLocalCredentials } from '../../contract/local-credentials.ts';
import { NovaActClient } from '../../service/index.ts';
import { RuntimeRegistry } from '../agentcore/runtime-registry.ts';
import { makeBucket } from '../s3/buckets.ts';
import type { LocalSecret } from '../secrets/local-secret.ts';
import type { AssemblyNote } from './assembly-note.ts';
import { catalogDifferences } from './catalog-differences.ts';
import { chooseStacks, hasRuntime } from './choose-stacks.ts';
import { deployRuntime } from './deploy-runtime.ts';
import { ensurePlannedDefinition } from './ensure-planned-definition.ts';
import { nothingToRun } from './nothing-to-run.ts';
import { outputsOfStacks } from './outputs-of-stacks.ts';
import { planAssembly } from './plan-assembly.ts';
import { calledName } from './plan-runtime.ts';
import { platformNotes } from './platform-notes.ts';
import { prepareCode, type SourceFiles } from './prepare-code.ts';

/**
 * Does for local AWS what `cdk deploy --all --outputs-file` does for an account, from the templates and the code of a cloud
 * assembly: definitions, runtimes with their variables, roles and endpoints, buckets, and `cdk-outputs.json` in the state
 * folder. Running it again changes only what has changed; runtimes that are no longer in the assembly are removed.
 *
 * @throws AssemblyError when there is no assembly, or nothing in it can be run here, or its code is not that of the sources
 * @throws BundleError when a source cannot be bundled. Nothing has been deployed in both cases.
 */
export async function deployAssembly(options: DeployAssemblyOptions): Promise<AssemblyDeployments> {
  const { projectRoot, url, catalog = [] } = options;
  const [folder, stateDir] = [path.resolve(options.folder), path.resolve(options.stateDir)];
  const all = readAssembly(folder, '--from');
  if (!all.some(hasRuntime))
    throw nothingToRun(
      folder,
      all.map(({ stackName }) => stackName),
    );
  const reader = { root: folder, fix: 'Make it again with "npx cdk synth --quiet".' };
  const assets = [...new Set(all.map((stack) => stack.folder))].flatMap((each) => readAssets(each, reader));
  const chosen = chooseStacks({ stacks: all, assets, wantedRegion: options.region });
  const { region } = chosen;
  const plan = planAssembly(chosen);
  const notes = [...chosen.notes, ...plan.notes];
  if (plan.runtimes.length === 0) throw nothingToRun(folder, [], notes);

  const sources = new Map(
    chosen.stacks.flatMap((stack) =>
      workflowSourcesOf(stack).map((source) => [`${stack.stackName}/${source.runtime}`, source] as const),
    ),
  );
  const code = await prepareCode({ runtimes: plan.runtimes, sources, folder, projectRoot, stateDir });
  for (const bucket of plan.buckets) makeBucket({ stateDir, bucket });
  const client = new NovaActClient({ endpoint: url, region, credentials: makeLocalCredentials() });
  try {
    for (const definition of plan.definitions) await ensurePlannedDefinition(client, definition);
  } finally {
    client.destroy();
  }
  const registry = new RuntimeRegistry({ stateDir });
  const secrets = plan.secrets.map(({ arn }) => arn);
  const deployed = code.ready.map(({ runtime, bundleDir, source }) => {
    const result = deployRuntime(registry, { runtime, bundleDir, secrets });
    plan.values.deployedVersions.set(result.id, result.version);
    notes.push(...result.notes);
    return { runtime, source, ...result };
  });
  const removed = registry.retain(new Set(deployed.map(({ runtime }) => runtime.deployment.name)));
  const outputs = outputsOfStacks(plan.values);
  writeOutputsFile({ file: path.join(stateDir, OUTPUTS_FILE_NAME), stacks: outputs.stacks, others: 'drop' });
  return {
    region,
    deployments: deployed.map(({ runtime, source, arn, id, version }) => ({
      name: runtime.deployment.name,
      stackName: runtime.stackName,
      runtimeArn: arn,
      runtimeId: id,
      runtimeVersion: version,
      outputs: outputs.stacks[runtime.stackName] ?? {},
      source,
    })),
    secrets: plan.secrets,
    notes: [
      ...notes,
      ...code.notes,
      ...code.ready.flatMap(({ runtime, workflow }) => {
        const entry = catalog.find(({ name }) => name === workflow);
        return entry === undefined ? [] : catalogDifferences(entry, runtime);
      }),
      ...deployed.flatMap(({ runtime, id, arn }) => platformNotes(runtime, { id, arn })),
      ...outputs.notes,
      ...browserNotes(
        deployed
          .filter(({ runtime }) => runtime.wantsAgentCoreBrowser)
          .map(({ runtime }) => calledName(runtime)),
      ),
      // What has another runtime of its workflow in its place is missed by nobody.
      ...removed
        .filter(
          ({ versions }) =>
            !deployed.some(
              ({ runtime }) => runtime.deployment.definitionName === versions.at(-1)?.definitionName,
            ),
        )
        .map(({ name }) => ({
          what: `The runtime ${name} is not in the assembly: it was removed. Definitions and their runs stay.`,
        })),
    ],
  };
}

/** What to deploy to local AWS. */
export interface DeployAssemblyOptions {
  /** The cloud assembly: the output of `cdk synth`. */
  readonly folder: string;
  /** The folder in which the assembly was made: the sources in it are looked for from here. */
  readonly projectRoot: string;
  /** The state folder of local AWS. */
  readonly stateDir: string;
  /** The address of local AWS. */
  readonly url: string;
  /** The catalog that the app was made of, to compare with. @default - not compared */
  readonly catalog?: readonly WorkflowCatalogEntry[] | undefined;
  /** Of several regions in the assembly, the one to deploy. @default - that of the first stack with a runtime */
  readonly region?: string | undefined;
}

/** What was deployed from an assembly. */
export interface AssemblyDeployments {
  /** The region of everything. */
  readonly region: string;
  /** The runtimes, in the order of the stacks. */
  readonly deployments: readonly AssemblyDeployment[];
  /** Secrets that stacks make or variables name. Their values are in no template. */
  readonly secrets: readonly LocalSecret[];
  /** What the assembly says and local AWS cannot do, and what became of it. */
  readonly notes: readonly AssemblyNote[];
}

/** A runtime that was deployed from an assembly. */
export interface AssemblyDeployment {
  /** Of the runtime. */
  readonly name: string;
  readonly stackName: string;
  readonly runtimeArn: string;
  readonly runtimeId: string;
  readonly runtimeVersion: string;
  /** All outputs of the stack that are known here. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What its bundle is made of; absent when the assembly does not say it, or it is not on this machine. */
  readonly source?: SourceFiles | undefined;
}

function browserNotes(runtimes: readonly string[]): readonly AssemblyNote[] {
  if (runtimes.length === 0) return [];
  return [
    {
      what: `There is no AgentCore Browser here: sessions of ${runtimes.join(', ')} use the browser of this machine.`,
    },
  ];
}
