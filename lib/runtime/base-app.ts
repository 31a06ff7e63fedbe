import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HOST_PATH } from '../contract/host.ts';
import { isInstance } from '../core/thrown.ts';
import { type Answer, jsonAnswer, sendAnswer } from './answer.ts';
import { describeError } from './describe-error.ts';
import type { InvocationRecords } from './invocation-records.ts';
import type { Invocations } from './invocations.ts';
import { PayloadTooLarge, readBody } from './read-body.ts';
import { isOfPageHere, PAGES_REFUSED } from './refuse-web-pages.ts';

/** What both protocols have in common: limits, who is refused, pings, errors. */
export function createBaseApp(options: {
  readonly invocations: Invocations;
  /** What is served, for those who ask for something else. */
  readonly served: string;
  /** What answers at a path beside pings, if anything does. */
  readonly routeAt: (method: string, path: string) => Route | undefined;
  readonly requestTimeoutMs?: number | undefined;
}): Server {
  const { invocations, served, routeAt, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const answer: Route = async (request, response) => {
    if (isOfPageHere(request)) return PAGES_REFUSED;
    const { method = '' } = request;
    const path = askedPath(request);
    if (path === HOST_PATH.ping && (method === 'GET' || method === 'HEAD'))
      return jsonAnswer(200, invocations.ping());
    const route = routeAt(method, path);
    if (route !== undefined) return await route(request, response);
    // With `Connection: close` nobody could read the answer who still sends.
    await readBody(request);
    const message = `${method} ${path} is not served here. Use ${served}.`;
    return jsonAnswer(404, { error: { name: 'NotFound', message } });
  };
  const server = createServer({
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // Node looks at the time every 30 s otherwise.
    connectionsCheckingInterval: Math.min(1000, requestTimeoutMs),
  });
  server.on('request', (request, response) => {
    // While the host is ending, nothing may follow on a connection.
    if (!server.listening) response.setHeader('connection', 'close');
    void answer(request, response)
      .catch((error: unknown) => {
        // The answer has begun, and cannot become another one.
        if (response.headersSent) return void response.destroy();
        const isTooLarge = isInstance(error, PayloadTooLarge);
        // The rest of it would come in vain.
        if (isTooLarge) response.setHeader('connection', 'close');
        return jsonAnswer(isTooLarge ? 413 : 500, { error: describeError(error) });
      })
      .then((given) => given && sendAnswer(response, given));
  });
  return server;
}

/** Answers a request: by what it returns, or by itself. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<Answer | undefined>;

/**
 * What a request asks for, without its query. As proxies do, clients may write the whole address; and some escape letters that
 * need no escaping.
 */
export function askedPath({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/);
  try {
    return decodeURI(path) || '/';
  } catch {
    return path;
  }
}

/** How long a request may take to arrive, headers and body. The answer may take as long as it likes. */
const REQUEST_TIMEOUT_MS = 60_000;
/** How long a connection may wait for its next request: longer than proxies keep theirs, which are surprised otherwise. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** What a server stands in front of. */
export interface ServedWork {
  readonly invocations: Invocations;
  readonly records: InvocationRecords;
}

/** A server, not yet listening. */
export interface RuntimeApp {
  readonly server: Server;
  /** Closes the connections that `server.close()` would wait for. */
  readonly closeSockets: () => void;
}
