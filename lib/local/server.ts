import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { maxHeaderSize } from 'node:http';
import path from 'node:path';
import fastify from 'fastify';
import type { Agent } from '../agents/agent.ts';
import { offlineAgent } from '../agents/offline/index.ts';
import { hasCode, messageOf } from '../core/errors.ts';
import { removeHalfWritten } from '../core/files.ts';
import { makeTemporaryFolder } from '../core/make-temporary-folder.ts';
import { portInUse } from '../core/port-in-use-error.ts';
import { ProblemsError } from '../core/problems.ts';
import { VIEWER_PATH, viewerPlugin, viewerUrlOf } from '../viewer/index.ts';
import { Access } from './access/access.ts';
import {
  agentCorePlugin,
  InvocationStarter,
  RuntimeRegistry,
  removeSessionFolders,
  type StartSession,
} from './agentcore/index.ts';
import { checkOptions } from './check-options.ts';
import { demoSitePlugin } from './demo-site/index.ts';
import { ActExporter } from './exports/act-exporter.ts';
import { type Failure, FailureHooks, readFailures } from './failures/index.ts';
import { routedUrl, SERVICE_PATH } from './front-door.ts';
import { HUMAN_PATH } from './human/human-path.ts';
import { humanPlugin } from './human/human-plugin.ts';
import { type AskedHere, LocalDesk } from './human/local-desk.ts';
import { LocalQuestions } from './human/local-questions.ts';
import { QuestionFiles } from './human/question-files.ts';
import { tellQuestions } from './human/tell-questions.ts';
import { logsPlugin } from './logs/index.ts';
import { NovaActStore, novaActPlugin, stepsDir } from './nova-act/index.ts';
import { refuseTwoHosts } from './refuse-two-hosts.ts';
import { RuntimeSessions } from './runtime-sessions.ts';
import { s3Plugin } from './s3/s3-plugin.ts';
import { SecretValues } from './secrets/secret-values.ts';
import { secretsPlugin } from './secrets/secrets-plugin.ts';
import { serverAddress } from './server-address.ts';
import { type PublishedMessage, PublishedMessages } from './sns/published-messages.ts';
import { snsPlugin } from './sns/sns-plugin.ts';
import { lockState, stateFolderProblem } from './state-lock.ts';
import { stsPlugin } from './sts/sts-plugin.ts';
import { unservedPlugin } from './unserved/unserved-plugin.ts';
import { checkUpstream } from './unserved/upstream.ts';
import { homePlugin, StoreSource } from './viewer/index.ts';

/** How local AWS is started. */
export interface LocalAwsOptions {
  /** Folder of everything that survives a restart, such as `.nova-act`. @default a temporary one, removed by `close` */
  readonly stateDir?: string | undefined;
  /** @default 0, any free port */
  readonly port?: number | undefined;
  /** Environment from which the workflows' processes get an allow-list. @default process.env */
  readonly parentEnvironment?: Readonly<Record<string, string | undefined>> | undefined;
  /** What a runtime session is. @default a process; `containerSessions` makes it a container */
  readonly startSession?: StartSession | undefined;
  /** Who decides on the steps of an act. @default the offline agent */
  readonly agent?: Agent | undefined;
  /**
   * How long the agent may think about a step: 1 to 2147483647, whole.
   * @default 55000: 5 s less than our client waits for an answer
   */
  readonly agentTimeoutMs?: number | undefined;
  /** Makes a workflow definition when a run of it begins, instead of refusing the run. @default false, as on AWS */
  readonly definitionsOnDemand?: boolean | undefined;
  /** Calls that fail on purpose, such as `UpdateWorkflowRun 500 first 3`. @default none */
  readonly failures?: readonly Failure[] | undefined;
  /**
   * Where requests are passed on to that are signed for services which local AWS does not have, such as the URL of an
   * emulator. @default - they are refused
   */
  readonly upstream?: string | undefined;
  /**
   * File with the values of secrets, JSON of name and value, which git must not have. A variable
   * `NOVA_ACT_SECRET_<NAME>` of `parentEnvironment` wins over it. @default - there is none
   */
  readonly secretsFile?: string | undefined;
  /** Names or ARNs of secrets that there are beside those of deployed workflows. @default - none */
  readonly secrets?: readonly string[] | undefined;
  /**
   * Hears of each question that a workflow asks people at the desk of local AWS, and again of how it has ended.
   *
   * @default - nobody does
   */
  readonly onQuestion?: ((question: AskedHere) => void) | undefined;
  /** Hears of each message that is published to a topic of SNS. @default - nobody does */
  readonly onPublish?: ((message: PublishedMessage) => void) | undefined;
}

/** A running local AWS. */
export interface LocalAws extends AsyncDisposable {
  /** Endpoint of all services, such as `http://127.0.0.1:8737`. */
  readonly url: string;
  readonly viewerUrl: string;
  readonly demoSiteUrl: string;
  /** Absolute path of the folder where it keeps everything. */
  readonly stateDir: string;
  readonly store: NovaActStore;
  /** What was published to topics of SNS since it started, oldest first: the last 100 messages. */
  published(): readonly PublishedMessage[];
  /**
   * From now on these calls fail, and no others; calls are counted from the beginning.
   *
   * @throws ExplainedError for failures that cannot be read
   */
  setFailures(failures: readonly Failure[]): void;
  /** Ends the workflows' processes, then the server. Calling it again is harmless. */
  close(): Promise<void>;
}

const OPTIONS = {
  stateDir: true,
  port: true,
  parentEnvironment: true,
  startSession: true,
  agent: true,
  agentTimeoutMs: true,
  definitionsOnDemand: true,
  failures: true,
  upstream: true,
  secretsFile: true,
  secrets: true,
  onQuestion: true,
  onPublish: true,
} as const satisfies Record<keyof LocalAwsOptions, true>;

/** Only this machine can reach it: it checks no signatures. */
const HOST = '127.0.0.1';

/**
 * Starts local AWS on loopback: the Nova Act service with the offline agent, the AgentCore data plane, the demo site
 * and the viewer, all on one port.
 *
 * @throws ExplainedError for options that cannot be used, PortInUseError, StateInUseError when another local AWS uses the
 * state folder, StateFolderError, or StateFileError for a file in it that cannot be read.
 */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { aws } = await startLocalAwsWithDesk(options);
  return aws;
}

/** The same, for those who answer at its desk without a page. */
export async function startLocalAwsWithDesk(
  options: LocalAwsOptions,
): Promise<{ readonly aws: LocalAws; readonly desk: LocalDesk }> {
  checkOptions('startLocalAws', options, OPTIONS);
  const { port = 0, parentEnvironment = process.env, agent = offlineAgent } = options;
  const { agentTimeoutMs, definitionsOnDemand, upstream } = options;
  const stateDir = path.resolve(options.stateDir ?? makeTemporaryFolder('nova-act-local-'));
  const serverId = randomUUID();
  const unlock = lockState(stateDir, serverId);
  // Workflows that are ended with the server report their runs to it while it closes: they must not get a 503.
  const app = fastify({
    forceCloseConnections: true,
    return503OnClosing: false,
    rewriteUrl: routedUrl,
    // A name that is too long is for the service to refuse: no longer one comes through Node.
    routerOptions: { maxParamLength: maxHeaderSize },
  });
  let closing: Promise<void> | undefined;
  let stopTelling = (): void => {};
  const close = (): Promise<void> => {
    closing ??= app.close().finally(() => {
      stopTelling();
      unlock();
      if (options.stateDir === undefined) rmSync(stateDir, { recursive: true, force: true });
    });
    return closing;
  };
  try {
    // Of a server that was killed: the lock says that it is gone.
    removeHalfWritten(stateDir, stepsDir(stateDir));
    removeSessionFolders(path.join(stateDir, 'logs'));
    const store = NovaActStore.open({ stateDir });
    if (upstream !== undefined) checkUpstream(upstream, port);
    // Before what a killed server has left is ended.
    const exporter = new ActExporter({ store, stateDir });
    const failures = new FailureHooks(app, readFailures(options.failures, 'options.failures').rules);
    app.addHook('onClose', () => store.close());
    // First, so that it closes first: sessions are told to end before their acts lose the agent.
    const runtimeSessions = new RuntimeSessions();
    app.addHook('onRequest', refuseTwoHosts);
    const access = new Access({ runtimeSessions });
    const registry = new RuntimeRegistry({ stateDir });
    const starter = new InvocationStarter();
    await app.register(agentCorePlugin, {
      store,
      runtimeSessions,
      access,
      viewerPath: VIEWER_PATH,
      registry,
      starter,
      stateDir,
      parentEnvironment,
      startSession: options.startSession,
    });
    await app.register(novaActPlugin, {
      store,
      agent,
      agentTimeoutMs,
      definitionsOnDemand,
      runtimeSessions,
      access,
    });
    await app.register(s3Plugin, {
      prefix: SERVICE_PATH.s3,
      stateDir,
      access,
      invocations: store.invocations,
    });
    await app.register(stsPlugin, {
      prefix: SERVICE_PATH.sts,
      access,
      runtimeSessions,
      runtimes: () => registry.listStored(),
    });
    const published = new PublishedMessages();
    // An emulator may have subscribers: there it has all of SNS.
    if (upstream === undefined) {
      await app.register(snsPlugin, {
        prefix: SERVICE_PATH.sns,
        access,
        runtimeSessions,
        publish: (message) => {
          published.add(message);
          tell(() => options.onPublish?.(message), 'onPublish');
        },
      });
    }
    await app.register(secretsPlugin, {
      prefix: SERVICE_PATH.secretsmanager,
      stateDir,
      access,
      registry,
      others: options.secrets,
      values: new SecretValues({ file: options.secretsFile, environment: parentEnvironment }),
    });
    await app.register(logsPlugin, {
      prefix: SERVICE_PATH.logs,
      stateDir,
      access,
      store,
      runtimes: () => registry.listStored(),
      unexported: (actId) => exporter.unexported(actId),
    });
    await app.register(demoSitePlugin, { prefix: '/demo' });
    const desk = new LocalDesk({ questions: new QuestionFiles({ stateDir }), runtimeSessions });
    stopTelling = tellQuestions(desk.questions, (question) => {
      const { definitionName, workflowRunId: runId } = question;
      const viewerUrl = viewerUrlOf(serverAddress(app), { definitionName, runId });
      // The question is asked, or answered, whoever hears of it.
      tell(() => options.onQuestion?.({ ...question, viewerUrl }), 'onQuestion');
    });
    await app.register(humanPlugin, { prefix: HUMAN_PATH, desk, store, access, runtimeSessions });
    const source = new StoreSource(store, { starter, questions: new LocalQuestions(desk) });
    await app.register(viewerPlugin, { source, prefix: VIEWER_PATH });
    await app.register(homePlugin, { viewerPrefix: VIEWER_PATH, serverId });
    await app.register(unservedPlugin, { access, upstream });
    const url = await app.listen({ host: HOST, port });
    const aws: LocalAws = {
      url,
      viewerUrl: `${url}${VIEWER_PATH}/`,
      demoSiteUrl: `${url}/demo/`,
      stateDir,
      store,
      published: () => published.list(),
      setFailures: (lines) => {
        const { rules, problems } = readFailures(lines, 'failures');
        if (problems.length > 0) throw new ProblemsError('call of setFailures', problems);
        failures.set(rules);
      },
      close,
      [Symbol.asyncDispose]: close,
    };
    return { aws, desk };
  } catch (error) {
    await close();
    if (hasCode(error, 'EADDRINUSE')) {
      throw portInUse(port);
    }
    throw stateFolderProblem(error, stateDir);
  }
}

/** What has happened has happened, whoever hears of it. */
function tell(listener: () => void, name: 'onQuestion' | 'onPublish'): void {
  try {
    listener();
  } catch (error) {
    process.emitWarning(`options.${name} failed: ${messageOf(error)}`);
  }
}
