import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { OUTPUTS_FILE_NAME } from '../../catalog/names.ts';
import { makeLocalCredentials } from '../../contract/local-credentials.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import {
  type ContainerSessions,
  containerSessions,
  deployLocally,
  type LocalDeployment,
  RuntimeRegistry,
} from '../../local/agentcore/index.ts';
import type { Failure } from '../../local/failures/index.ts';
import { localEnvironment } from '../../local/local-environment.ts';
import { startLocalAws } from '../../local/server.ts';
import { NovaActClient } from '../../service/index.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandLine } from '../command-line.ts';
import { watchCatalog } from './watch/watch-catalog.ts';

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
  const deployedAtMs = Date.now();
  const deployments = options.deploy ? await deploy(options, stateDir, local.url) : [];
  if (containers !== undefined) await buildImages(containers, stateDir, context);
  // Not before: the deployment is no part of what is tried.
  local.setFailures(options.failures);
  const isWatching = options.deploy && options.watch;
  const outputsFile = path.relative(context.directory, path.join(stateDir, OUTPUTS_FILE_NAME));
  if (options.json === true) {
    const { url, viewerUrl, demoSiteUrl } = local;
    const workflows = deployments.map(({ name, outputs }) => ({ name, runtimeArn: outputs.RuntimeArn }));
    const environment = localEnvironment(url);
    context.stdout(
      `${JSON.stringify({ url, viewerUrl, demoSiteUrl, outputsFile, environment, workflows }, null, 2)}\n`,
    );
  } else {
    const { failures } = options;
    context.stdout(
      welcome({ ...local, isWatching, deployments, failures, outputsFile, commandLine: context.commandLine }),
    );
  }
  await using _watch = isWatching
    ? watchCatalog({
        ...options,
        stateDir,
        deployments,
        deployedAtMs,
        environment: context.environment,
        deploy: (catalog) => deploy({ ...options, catalog }, stateDir, local.url),
        prepare: containers && ((runtime) => containers.prepare([runtime])),
        say: (text) => context.stderr(`${text}\n`),
      })
    : undefined;
  await untilAborted(context.interrupt);
  return EXIT.success;
}

/** How local AWS is run as a command. */
export interface LocalOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** Where the catalog comes from, absolute. */
  readonly catalogFile: string;
  readonly projectRoot: string;
  readonly stateDir: string;
  readonly port: number;
  readonly deploy: boolean;
  /** Deploys what is saved. */
  readonly watch: boolean;
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
  options: Pick<LocalOptions, 'catalog' | 'projectRoot'>,
  stateDir: string,
  url: string,
): Promise<readonly LocalDeployment[]> {
  const client = new NovaActClient({ endpoint: url, credentials: makeLocalCredentials() });
  try {
    const { catalog, projectRoot } = options;
    return await deployLocally({ catalog, projectRoot, stateDir, client });
  } finally {
    client.destroy();
  }
}

function welcome(local: {
  readonly url: string;
  readonly viewerUrl: string;
  readonly demoSiteUrl: string;
  readonly deployments: readonly LocalDeployment[];
  readonly isWatching: boolean;
  readonly failures: readonly Failure[];
  readonly outputsFile: string;
  readonly commandLine: CommandLine;
}): string {
  const first = local.deployments[0]?.name ?? '<workflow>';
  return [
    `Local AWS is running at ${local.url} (Ctrl-C stops it).`,
    '',
    `  viewer      ${local.viewerUrl}`,
    `  demo site   ${local.demoSiteUrl}`,
    ...local.deployments.map(({ name }, index) => `  ${index === 0 ? 'workflows ' : '          '}  ${name}`),
    ...(local.isWatching ? ['  watching    saved workflows are live a moment later'] : []),
    ...local.failures.map((failure, index) => `  ${index === 0 ? 'fails     ' : '          '}  ${failure}`),
    '',
    'In another terminal:',
    ...Object.entries(localEnvironment(local.url)).map(([name, value]) => `  export ${name}=${value}`),
    `  ${local.commandLine('invoke', `${first} --outputs-file ${local.outputsFile}`)}`,
    '',
  ].join('\n');
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
