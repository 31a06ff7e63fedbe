import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import {
  type ContainerSessions,
  containerSessions,
  type RuntimeRecord,
  RuntimeRegistry,
} from '../../local/agentcore/index.ts';
import type { Failure } from '../../local/failures/index.ts';
import { sayWhoPlays } from '../../local/nova-act/say-who-plays.ts';
import { notedLocalAws, noteRunning } from '../../local/running-local-aws.ts';
import { type MissingSecret, missingSecrets } from '../../local/secrets/missing-secrets.ts';
import { startLocalAws } from '../../local/server.ts';
import type { PublishedMessage } from '../../local/sns/published-messages.ts';
import { StateInUseError, stateFolderProblem } from '../../local/state-lock.ts';
import type { CommandContext } from '../command-context.ts';
import { untilAborted } from '../until-aborted.ts';
import { type Deployed, deploy } from './deploy.ts';
import { questionLine } from './question-line.ts';
import { tellReady } from './tell-ready.ts';
import { watchDeployed } from './watch/watch-deployed.ts';

/** Runs local AWS until the user interrupts. */
export async function runLocalAws(options: LocalOptions, context: CommandContext): Promise<ExitCode> {
  const stateDir = path.resolve(context.directory, options.stateDir);
  try {
    return await runIn(stateDir, options, context);
  } catch (error) {
    // A disk may be full at any step of a deployment.
    throw stateFolderProblem(withUrl(error, stateDir), stateDir);
  }
}

/** The one that runs may be all that is wanted. */
function withUrl(error: unknown, stateDir: string): unknown {
  const noted = error instanceof StateInUseError ? notedLocalAws(stateDir) : undefined;
  if (!(error instanceof StateInUseError) || noted === undefined) return error;
  return new StateInUseError(`${error.message} It is at ${noted.url}.`, { cause: error });
}

async function runIn(stateDir: string, options: LocalOptions, context: CommandContext): Promise<ExitCode> {
  const containers =
    options.container === true
      ? await containerSessions({ stateDir, environment: context.environment })
      : undefined;
  await using local = await startLocalAws({
    stateDir,
    port: options.port,
    parentEnvironment: context.environment,
    startSession: containers?.startSession,
    upstream: options.upstream,
    secretsFile: options.secretsFile,
    onQuestion: (question) => context.stderr(`${questionLine(question)}\n`),
    onPublish: (message) => context.stderr(`${publishedLine(message)}\n`),
  });
  sayWhoPlays(local.store, (line) => context.stderr(`${line}\n`));
  const deployedAtMs = Date.now();
  const deployed = await deploy(options, { stateDir, url: local.url, context });
  if (containers !== undefined) await buildImages(containers, stateDir, context);
  // Not before: the deployment is no part of what is tried.
  local.setFailures(options.failures);
  const noted = noteRunning(stateDir, { url: local.url, region: deployed.region ?? LOCAL_REGION });
  using _noted = { [Symbol.dispose]: noted };
  const isWatching = options.deploy && options.watch;
  const missing = secretsWithoutValue(deployed, { ...options, stateDir, environment: context.environment });
  tellReady(local, { deployed, missing, isWatching, options }, context);
  const watched = {
    ...options,
    stateDir,
    deployedAtMs,
    environment: context.environment,
    prepare: containers && ((runtime: RuntimeRecord) => containers.prepare([runtime])),
    say: (text: string) => context.stderr(`${text}\n`),
  };
  await using _watch = isWatching
    ? watchDeployed(deployed, {
        ...watched,
        from: options.from && path.resolve(context.directory, options.from),
        deploy: async (catalog) => {
          const again = await deploy({ ...options, catalog }, { stateDir, url: local.url, context });
          for (const { what } of secretsWithoutValue(again, watched)) watched.say(what);
          return again;
        },
      })
    : undefined;
  await untilAborted(context.interrupt);
  return EXIT.success;
}

/** Without what it says: there may be a link in it by which whoever has it can answer. */
function publishedLine({ topicArn, subject }: PublishedMessage): string {
  const what = subject === undefined ? 'a message without a subject' : visibleLine(subject);
  return `Published to the topic ${topicArn.split(':').at(-1)}, and sent to nobody: ${what}`;
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
  /** A cloud assembly, deployed instead of the catalog. */
  readonly from?: string | undefined;
  /** Deploys what is saved. */
  readonly watch: boolean;
  readonly json?: boolean | undefined;
  /** Runs each runtime session in a container of the image that is deployed to AWS. */
  readonly container?: boolean | undefined;
  /** Calls that fail on purpose, once everything is deployed. */
  readonly failures: readonly Failure[];
  /** Where requests for services go that are not here. */
  readonly upstream?: string | undefined;
  /** Where values of secrets are, if it is there. */
  readonly secretsFile: string;
}

function secretsWithoutValue(
  { workflows }: Deployed,
  at: Pick<LocalOptions, 'stateDir' | 'secretsFile'> & Pick<CommandContext, 'environment'>,
): readonly MissingSecret[] {
  const arns = new Set(workflows.map(({ runtimeArn }) => runtimeArn));
  const runtimes = new RuntimeRegistry({ stateDir: at.stateDir }).list().filter(({ arn }) => arns.has(arn));
  return missingSecrets(runtimes, { file: at.secretsFile, environment: at.environment });
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
