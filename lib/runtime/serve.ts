import type { Browser } from '../browser/index.ts';
import { refuseToBrowsers } from '../browser/network/browser-network.ts';
import { HOST_PORT } from '../contract/host.ts';
import { secretsIn } from '../contract/secrets.ts';
import { settles } from '../core/async.ts';
import { checkPayloadOf } from '../sdk/run/payload-mark.ts';
import { END_GRACE_MS } from '../sdk/run/workflow-host.ts';
import type { TraceSink } from '../sdk/traces/trace-sink.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { RuntimeApp, ServedWork } from './base-app.ts';
import type { End } from './end-process.ts';
import { ANSWER_MS } from './ending-time.ts';
import { InvocationRecords } from './invocation-records.ts';
import { Invocations } from './invocations.ts';
import { jsonLogger, type Logger } from './logger.ts';
import type { Main } from './run-main.ts';
import { createServer } from './server.ts';

/**
 * Serves a workflow over the HTTP contract of AgentCore Runtime: `POST /invocations`, `GET /ping` and `/ws`.
 *
 * @throws when the address cannot be listened on.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-http-protocol-contract.html
 */
export function serve(options: ServeOptions): Promise<RuntimeServer> {
  const port = options.port ?? HOST_PORT.HTTP;
  const { takesTakeOversOnly } = options;
  return serveApp((work) => createServer(work, { takesTakeOversOnly }), {
    ...options,
    port,
    hasWebSocket: true,
  });
}

/** Serves a workflow by an application of either protocol. @throws when the address cannot be listened on. */
export async function serveApp(
  createApp: (work: ServedWork, logger: Logger) => RuntimeApp,
  options: ServeOptions & { readonly port: number; readonly hasWebSocket?: boolean | undefined },
): Promise<RuntimeServer> {
  const { main, host = '0.0.0.0', port, concurrency = 1 } = options;
  const logger = options.logger ?? jsonLogger({ level: 'info', write: (line) => process.stdout.write(line) });
  const { artifacts: store, traces, browser } = options;
  const records = new InvocationRecords({ store, logger, secrets: secretsIn(process.env) });
  const { checkPayload = (payload) => checkPayloadOf(main, payload), hasWebSocket } = options;
  const { endHost } = options;
  const work = { main, checkPayload, concurrency, logger, records, browser, traces, hasWebSocket, endHost };
  const invocations = new Invocations(work);
  const { server, closeSockets } = createApp({ invocations, records }, logger);
  let answered = false;
  server.on('request', (_request, response) => {
    response.once('finish', () => {
      if (!answered) invocations.inHost(() => options.onFirstAnswer?.());
      answered = true;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const realPort = typeof address === 'object' && address !== null ? address.port : port;
  // A page could call it, and would be taken for a program of this machine.
  const open = refuseToBrowsers(process.env, realPort);

  let closing: Promise<{ readonly clean: boolean }> | undefined;
  return {
    port: realPort,
    close({ reason = new Error('The runtime host was closed.'), failure, graceMs = END_GRACE_MS } = {}) {
      closing ??= (async () => {
        invocations.stop(reason, failure);
        const closed = new Promise((resolve) => server.close(resolve));
        const clean = await settles(invocations.idle(), graceMs);
        if (clean) {
          // Those that no invocation waits for: begun without `await`, or never closed.
          await invocations.endRuns(END_RUNS_MS);
        } else {
          await invocations.abandon(END_RUNS_MS);
          await settles(invocations.idle(), ANSWER_MS);
        }
        closeSockets();
        server.closeAllConnections();
        await closed;
        open();
        await invocations.leaveSession();
        return { clean };
      })();
      return closing;
    },
  };
}

/** How to serve a workflow. */
export interface ServeOptions {
  /** Called with the payload of each invocation; what it returns is the answer. */
  readonly main: Main;
  /** Address to listen on. @default '0.0.0.0' */
  readonly host?: string | undefined;
  /** Port to listen on; 0 takes a free one. @default 8080 */
  readonly port?: number | undefined;
  /** Invocations at a time; more get status 409. @default 1 */
  readonly concurrency?: number | undefined;
  /** Where log lines go. @default standard output, level info */
  readonly logger?: Logger | undefined;
  /** Keeps the records of invocations beyond the process. @default only those of asynchronous ones, in its memory */
  readonly artifacts?: ArtifactStore | undefined;
  /** @internal Throws a PayloadError for what `main` would refuse. @default by the `payload` of a `main` that `workflow()` made */
  readonly checkPayload?: ((payload: unknown) => Promise<void>) | undefined;
  /** Where workflows store the traces of acts unless they say otherwise. @default nowhere */
  readonly traces?: TraceSink | undefined;
  /**
   * Whether `/ws` takes people who take over the browser, and nothing else: nobody can call the workflow by it.
   * @default false
   */
  readonly takesTakeOversOnly?: boolean | undefined;
  /** Called when the first request has been answered: the moment for slow preparation. */
  readonly onFirstAnswer?: (() => void) | undefined;
  /**
   * @internal Ends the process in order when the item of a fleet that it ran is done, or nobody waits for it any more.
   * @default nothing begins any more, and what nobody waits for is told to stop
   */
  readonly endHost?: End | undefined;
  /** The browser for sessions that name none. @default the one that the environment asks for */
  readonly browser?: (() => Promise<Browser | undefined>) | undefined;
}

/** A host that is listening. */
export interface RuntimeServer {
  readonly port: number;
  /**
   * Lets nothing new in, aborts what runs, and waits for it. Then it ends as FAILED the runs that are still open, answers
   * whoever still waits, stores the records, and closes the server: all that within 6 s.
   *
   * @param options.reason becomes the reason of the signal that invocations see
   * @param options.failure what went wrong, if something did: callers get it, with status 500, in place of a 503
   * @param options.graceMs how long invocations may take to end by themselves, in milliseconds. @default 3000
   * @returns whether everything had ended by itself in time
   */
  close(options?: {
    readonly reason?: Error | undefined;
    readonly failure?: { readonly error: unknown } | undefined;
    readonly graceMs?: number | undefined;
  }): Promise<{ readonly clean: boolean }>;
}

// With the grace less than the 10 s after which Docker and local AWS kill what they have told to end.
const END_RUNS_MS = 3_500;
