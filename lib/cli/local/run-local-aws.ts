import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { OUTPUTS_FILE_NAME, workflowOfStack } from '../../catalog/names.ts';
import { makeLocalCredentials } from '../../contract/local-credentials.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import {
  type ContainerSessions,
  containerSessions,
  deployLocally,
  RuntimeRegistry,
} from '../../local/agentcore/index.ts';
import { type AssemblyNote, deployAssembly, noteLine } from '../../local/assembly/index.ts';
import type { Failure } from '../../local/failures/index.ts';
import { localEnvironment } from '../../local/local-environment.ts';
import { startLocalAws } from '../../local/server.ts';
import { NovaActClient } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandLine } from '../command-line.ts';

/** Runs local AWS until the user interrupts. */
export async function runLocalAws(options: LocalOptions, context: CommandContext): Promise<ExitCode> {
  const stateDir = path.resolve(context.directory, options.stateDir);
  const containers =
    options.container === true
      ? await containerSessions({ stateDir, environment: context.environment })
      : undefined;
  await using local = await startLocalAws({
    stateDir,
    port: options.port,
    parentEnvironment: context.environment,
    startSession: containers?.startSession,
  });
  const deployed = await deploy(options, { stateDir, url: local.url, context });
  if (containers !== undefined) await buildImages(containers, stateDir, context);
  // Not before: the deployment is no part of what is tried.
  local.setFailures(options.failures);
  const outputsFile = path.relative(context.directory, path.join(stateDir, OUTPUTS_FILE_NAME));
  const environment = localEnvironment(local.url, deployed.region);
  if (options.json === true) {
    const { url, viewerUrl, demoSiteUrl } = local;
    const { workflows, notes } = deployed;
    const described = workflows.map(({ name, runtimeArn }) => ({ name, runtimeArn }));
    const result = { url, viewerUrl, demoSiteUrl, outputsFile, environment, workflows: described };
    context.stdout(`${JSON.stringify({ ...result, ...(notes && { notes }) }, null, 2)}\n`);
  } else {
    const { failures } = options;
    const { commandLine } = context;
    context.stdout(welcome({ ...local, ...deployed, failures, outputsFile, environment, commandLine }));
  }
  await untilAborted(context.interrupt);
  return EXIT.success;
}

/** How local AWS is run as a command. */
export interface LocalOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  readonly projectRoot: string;
  readonly stateDir: string;
  readonly port: number;
  readonly deploy: boolean;
  /** A cloud assembly, deployed instead of the catalog. */
  readonly from?: string | undefined;
  readonly json?: boolean | undefined;
  /** Runs each runtime session in a container of the image that is deployed to AWS. */
  readonly container?: boolean | undefined;
  /** Calls that fail on purpose, once everything is deployed. */
  readonly failures: readonly Failure[];
}

/** Before the first invocation, which would have to wait for it. */
async function buildImages(
  containers: ContainerSessions,
  stateDir: string,
  context: CommandContext,
): Promise<void> {
  const runtimes = new RuntimeRegistry({ stateDir }).list();
  context.stderr(`Building the images of ${runtimes.length} workflows; the first time takes minutes …\n`);
  await containers.prepare(runtimes);
}

async function deploy(
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
  { projectRoot }: LocalOptions,
  {
    stateDir,
    url,
    context,
  }: { readonly stateDir: string; readonly url: string; readonly context: CommandContext },
): Promise<Deployed> {
  const { directory, environment } = context;
  const { deployments, region, notes } = await deployAssembly({
    folder: path.resolve(directory, from),
    ...{ projectRoot, stateDir, url },
    region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined,
  });
  return {
    region,
    notes,
    workflows: deployments.map(({ name, stackName, runtimeArn }) => ({
      ...{ name, runtimeArn },
      calledAs: workflowOfStack(stackName) ?? runtimeArn,
    })),
  };
}

/** What was deployed, from the catalog or from an assembly. */
interface Deployed {
  readonly workflows: readonly {
    readonly name: string;
    readonly runtimeArn: string;
    /** What `invoke` is given to call it. */
    readonly calledAs: string;
  }[];
  /** @default - that of local AWS */
  readonly region?: string | undefined;
  /** What could not be made of an assembly. @default - no assembly was deployed */
  readonly notes?: readonly AssemblyNote[] | undefined;
}

function welcome(
  local: Deployed & {
    readonly url: string;
    readonly viewerUrl: string;
    readonly demoSiteUrl: string;
    readonly failures: readonly Failure[];
    readonly outputsFile: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly commandLine: CommandLine;
  },
): string {
  const { workflows, notes = [] } = local;
  const first = workflows[0]?.calledAs ?? '<workflow>';
  return [
    `Local AWS is running at ${local.url} (Ctrl-C stops it).`,
    '',
    `  viewer      ${local.viewerUrl}`,
    `  demo site   ${local.demoSiteUrl}`,
    ...workflows.map(({ name }, index) => `  ${index === 0 ? 'workflows ' : '          '}  ${name}`),
    ...local.failures.map((failure, index) => `  ${index === 0 ? 'fails     ' : '          '}  ${failure}`),
    '',
    ...(notes.length === 0 ? [] : ['Not as on AWS:', ...notes.map((note) => `  - ${noteLine(note)}`), '']),
    'In another terminal:',
    ...Object.entries(local.environment).map(([name, value]) => `  export ${name}=${value}`),
    `  ${local.commandLine('invoke', `${first} --outputs-file ${local.outputsFile}`)}`,
    '',
  ].join('\n');
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
