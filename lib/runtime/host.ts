import type { Browser } from '../browser/index.ts';
import { refuseToBrowsers } from '../browser/network/browser-network.ts';
import { LISTENING_LINE, listeningMessage, type ServerProtocol } from '../contract/host.ts';
import { ENDPOINT_VARIABLE, VARIABLE } from '../contract/variables.ts';
import { messageOf, nameOf, stackOf } from '../core/errors.ts';
import { isLoopbackUrl } from '../core/loopback.ts';
import { checkPayloadOf } from '../sdk/run/payload-mark.ts';
import { s3Artifacts } from '../sdk/traces/s3-artifacts.ts';
import { type ArtifactStore, artifactUri } from './artifact-store.ts';
import { type RuntimeConfig, readConfig } from './config.ts';
import { endProcessWell } from './end-process.ts';
import { hideInOutput } from './hide-in-output.ts';
import { jsonLogger, type Logger } from './logger.ts';
import type { ReadyBrowser } from './ready-browser.ts';
import { withoutPayloads } from './redact.ts';
import type { Main } from './run-main.ts';
import type { S3StorePlace } from './s3-artifact-store.ts';
import { type RuntimeServer, type ServeOptions, serve } from './serve.ts';

/**
 * The program in a bundle: configures itself from the environment, listens, loads the workflow behind the open port,
 * and ends well. The process exits 0 after SIGTERM, SIGINT or the end of its parent, with the code of a workflow that calls
 * `process.exit`, and 1 after anything else, or when a workflow did not end by itself.
 */
export async function runRuntimeHost(options: {
  readonly load: () => Promise<WorkflowModule>;
}): Promise<void> {
  await runHost({ ...options, protocol: 'HTTP', serve });
}

/** The same for either protocol. */
export async function runHost(options: HostParts): Promise<void> {
  const { protocol, ...parts } = options;
  hideInOutput(process.env);
  const write = (line: string): void => {
    process.stdout.write(line);
  };
  // Whoever read the log is gone: that ends nothing.
  process.stdout.on('error', () => undefined);
  try {
    const config = readConfig(process.env, protocol);
    const isOnDesk = Boolean(process.env[VARIABLE.onDesk]);
    // Who sits there is told by whoever started this process; the log is for those who want to know more.
    const isQuiet = isOnDesk && config.logLevel !== 'debug';
    // The answer carries the stack all the same: the command says where the workflow failed.
    const logger = isQuiet
      ? jsonLogger({ level: 'debug', write: () => undefined })
      : jsonLogger({ level: config.logLevel, write });
    await start({ config, logger, isOnDesk, ...parts });
  } catch (error) {
    const failure = { error: stackOf(error) };
    jsonLogger({ level: 'info', write }).log('error', 'the runtime host cannot start', failure);
    process.exitCode = 1;
    process.disconnect?.();
  }
}

interface HostParts {
  readonly load: () => Promise<WorkflowModule>;
  readonly protocol: ServerProtocol;
  /** @param load loads the workflow, once */
  readonly serve: (options: ServeOptions, load: () => Promise<WorkflowModule>) => Promise<RuntimeServer>;
}

/** A workflow's module. */
export interface WorkflowModule {
  readonly main: Main;
}

async function start(
  options: Omit<HostParts, 'protocol'> & {
    readonly config: RuntimeConfig;
    readonly logger: Logger;
    /** On the machine of the workflow's author. */
    readonly isOnDesk: boolean;
  },
): Promise<void> {
  const { config, logger, isOnDesk, load } = options;
  const { host, port, concurrency } = config;
  const artifacts = config.artifacts && lazyArtifacts(config.artifacts);
  let loading: Promise<WorkflowModule> | undefined;
  const loadOnce = (): Promise<WorkflowModule> => {
    loading ??= isOnDesk ? load() : takeConsole(logger).then(load);
    return loading;
  };
  const main: Main = async (payload, context) => {
    const workflow = await loadOnce();
    const { inTraceOfCaller } = await import('./trace-context.ts');
    // Again: the module just loaded may have registered what reads the headers.
    return inTraceOfCaller(context.headers, () => workflow.main(payload, context));
  };

  const checkPayload = async (payload: unknown): Promise<void> => {
    // What is wrong with its module is told when it is run.
    const workflow = await loadOnce().catch(() => undefined);
    await checkPayloadOf(workflow?.main, payload);
  };

  // On local AWS, what workflows work on is on loopback too, and so may be what somebody builds on this machine.
  if (!isOnDesk && !isLoopbackUrl(process.env[ENDPOINT_VARIABLE.novaAct]))
    refuseToBrowsers(process.env, 'loopback');
  const early = config.earlyBrowser ? earlyBrowser(logger) : undefined;
  const served: ServeOptions = {
    main,
    checkPayload,
    host,
    port,
    concurrency,
    logger,
    artifacts,
    takesTakeOversOnly: config.takesTakeOversOnly,
    traces: config.artifacts && config.storesTraces ? s3Artifacts(config.artifacts) : undefined,
    browser: early?.browser,
    endHost: (ending) => end(ending),
    // Evaluating the workflow's modules blocks for a while: not before the first ping is answered.
    onFirstAnswer: () => {
      void early?.browser();
      loadOnce().catch((error: unknown) => end({ why: 'the workflow cannot be loaded', failure: { error } }));
    },
  };
  const server = await options.serve(served, loadOnce);
  const end = endProcessWell({ server, logger, closeBrowser: async () => early?.close() });
  if (!isOnDesk) logWarnings(logger);
  logger.log('info', LISTENING_LINE, { host, port: server.port });
  process.send?.(listeningMessage(server.port));
}

/** A browser that begins to start when it is first asked for: with the first request, or after the first ping. */
function earlyBrowser(logger: Logger): {
  readonly browser: () => Promise<Browser | undefined>;
  readonly close: () => Promise<void>;
} {
  let started: Promise<ReadyBrowser> | undefined;
  const onNotice = (text: string): void => logger.log('warn', text);
  const start = (): Promise<ReadyBrowser> => {
    started ??= import('./ready-browser.ts').then(({ startBrowser }) =>
      startBrowser({ environment: process.env, onNotice }),
    );
    return started;
  };
  return {
    // Whoever opens a browser hears what is wrong; others need none.
    browser: () =>
      start().then(
        ({ browser }) => browser,
        () => undefined,
      ),
    close: async () => (await started)?.close(),
  };
}

/** What the workflow says is in the log. Before it is loaded, nobody speaks. */
async function takeConsole(logger: Logger): Promise<void> {
  const { consoleToLog } = await import('./console-lines.ts');
  consoleToLog(logger);
}

/** Signing and credentials are loaded when they are first needed, not before the first ping. */
function lazyArtifacts(options: S3StorePlace): ArtifactStore {
  let store: Promise<ArtifactStore> | undefined;
  const loaded = (): Promise<ArtifactStore> => {
    store ??= import('./s3-artifact-store.ts').then(({ s3ArtifactStore }) => s3ArtifactStore(options));
    return store;
  };
  return {
    put: async (key, text) => (await loaded()).put(key, text),
    get: async (key) => (await loaded()).get(key),
    putNew: async (key, text) => {
      const { put, putNew = put } = await loaded();
      await putNew(key, text);
    },
    uriOf: (key) => artifactUri(options, key),
  };
}

/** Warnings of Node and of libraries become log lines like all others, instead of plain text on stderr. */
function logWarnings(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning) =>
    logger.log('warn', withoutPayloads(messageOf(warning)), { warning: nameOf(warning) }),
  );
}
