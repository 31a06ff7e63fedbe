import { type RuntimeConfig, readConfig } from './config.ts';
import type { Main } from './invocations.ts';
import { jsonLogger, type Logger } from './logger.ts';
import { type RuntimeServer, serve } from './serve.ts';

/** What the host tells the program that started it, over Node's channel, once it listens. */
export interface ListeningMessage {
  readonly type: 'nova-act-runtime-listening';
  readonly port: number;
}

/** A workflow's module. */
export interface WorkflowModule {
  readonly main: Main;
}

/**
 * The program in a bundle: configures itself from the environment, listens, loads the workflow behind the open port,
 * and ends well. The process exits 0 after SIGTERM, SIGINT or the end of its parent, and 1 after anything else.
 */
export async function runRuntimeHost(options: {
  readonly load: () => Promise<WorkflowModule>;
}): Promise<void> {
  const write = (line: string): void => {
    process.stdout.write(line);
  };
  let logger = jsonLogger({ level: 'info', write });
  try {
    const config = readConfig(process.env);
    logger = jsonLogger({ level: config.logLevel, write });
    await start({ config, logger, load: options.load });
  } catch (error) {
    logger.log('error', 'the runtime host cannot start', { error: textOf(error) });
    process.exitCode = 1;
    process.disconnect?.();
  }
}

async function start(options: {
  readonly config: RuntimeConfig;
  readonly logger: Logger;
  readonly load: () => Promise<WorkflowModule>;
}): Promise<void> {
  const { config, logger, load } = options;
  const { host, port, concurrency } = config;
  let loading: Promise<WorkflowModule> | undefined;
  const loadOnce = (): Promise<WorkflowModule> => {
    loading ??= load();
    return loading;
  };
  const main: Main = async (payload, context) => (await loadOnce()).main(payload, context);

  const server = await serve({
    main,
    host,
    port,
    concurrency,
    logger,
    // Evaluating the workflow's modules blocks for a while: not before the first ping is answered.
    onFirstAnswer: () => {
      loadOnce().catch((error: unknown) => end('error', 'the workflow cannot be loaded', error));
    },
  });
  const end = endWell({ server, logger });
  logger.log('info', 'listening', { host, port: server.port });
  const message: ListeningMessage = { type: 'nova-act-runtime-listening', port: server.port };
  process.send?.(message);
}

/** Ends the process in order: with exit code 0 at level `info`, 1 otherwise. */
type End = (level: 'info' | 'error', why: string, error?: unknown) => void;

function endWell({ server, logger }: { readonly server: RuntimeServer; readonly logger: Logger }): End {
  let ending = false;
  const end: End = (level, why, error) => {
    logger.log(level, why, error === undefined ? {} : { error: textOf(error) });
    if (ending) return;
    ending = true;
    const reason = new Error(
      `The runtime host is ending: ${why}.`,
      error === undefined ? {} : { cause: error },
    );
    void server.close({ reason }).then(({ clean }) => {
      if (!clean) logger.log('error', 'invocations did not end in time and were abandoned');
      exit(level === 'info' && clean ? 0 : 1);
    });
  };
  process.on('SIGTERM', () => end('info', 'SIGTERM received'));
  process.on('SIGINT', () => end('info', 'SIGINT received'));
  process.on('unhandledRejection', (error) => end('error', 'unhandled rejection', error));
  process.on('uncaughtException', (error) => end('error', 'uncaught exception', error));
  // Only there when a parent opened a channel: without it nobody would ever stop this process.
  process.on('disconnect', () => end('info', 'parent process ended'));
  return end;
}

/** Log lines on a pipe are written asynchronously: leave only when they are out. */
function exit(code: number): void {
  process.stdout.write('', () => process.exit(code));
}

function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return 'stack' in error && typeof error.stack === 'string' ? error.stack : String(error);
}
