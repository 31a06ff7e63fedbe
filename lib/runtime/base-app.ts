import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { ErrorDescription } from '../contract/error.ts';
import { HOST_PATH } from '../contract/host.ts';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import { memberOf } from '../core/thrown.ts';
import { describeError } from './describe-error.ts';
import type { InvocationRecords } from './invocation-records.ts';
import type { Invocations } from './invocations.ts';
import { refuseWebPages } from './refuse-web-pages.ts';

/** What both protocols have in common: limits, how bodies are taken, who is refused, pings, errors. */
export function createBaseApp(options: {
  readonly invocations: Invocations;
  /** What is served, for those who ask for something else. */
  readonly served: string;
  /** Adds what pages must be refused after, such as a WebSocket's hook, which ends the connections of refused upgrades. */
  readonly beforeRefusals?: ((app: FastifyInstance) => void) | undefined;
  /** What pages on this machine may ask for. @default nothing */
  readonly isForPages?: ((request: FastifyRequest) => boolean) | undefined;
  readonly requestTimeoutMs?: number | undefined;
}): FastifyInstance {
  const { invocations, served, beforeRefusals, isForPages, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const app = Fastify({
    bodyLimit: MAX_PAYLOAD_BYTES,
    logger: false,
    // While the host is ending, requests on open connections get our own answer instead of Fastify's.
    return503OnClosing: false,
    requestTimeout: requestTimeoutMs,
    // Node looks at the time every 30 s otherwise.
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: Math.min(1000, requestTimeoutMs) },
  });

  // The service passes on what the caller sent, and callers may send no content type or a wrong one.
  app.addHook('onRequest', async (request) => {
    request.raw.headers['content-type'] = 'application/json';
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  beforeRefusals?.(app);
  app.after(() => app.addHook('onRequest', refuseWebPages(isForPages)));
  app.get(HOST_PATH.ping, async () => invocations.ping());

  app.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${request.url.split('?')[0]} is not served here. Use ${served}.`;
    return reply.code(404).send({ error: { name: 'NotFound', message } });
  });
  app.setErrorHandler((error: unknown, _request, reply) => {
    const { status, body } = explainHttpError(error);
    return reply.code(status).send({ error: body });
  });
  return app;
}

/** How long a request may take to arrive, headers and body. The answer may take as long as it likes. */
const REQUEST_TIMEOUT_MS = 60_000;

/** What a server stands in front of. */
export interface ServedWork {
  readonly invocations: Invocations;
  readonly records: InvocationRecords;
}

/** A server, not yet listening. */
export interface RuntimeApp {
  readonly app: FastifyInstance;
  /** Closes the connections that `app.close()` would wait for. */
  readonly closeSockets: () => void;
}

function explainHttpError(error: unknown): { readonly status: number; readonly body: ErrorDescription } {
  const described = describeError(error);
  if (described.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const message = `The payload is larger than ${MAX_PAYLOAD_BYTES} bytes. Put large inputs in S3 and send their address.`;
    return { status: 413, body: { name: 'PayloadTooLarge', message } };
  }
  const status = memberOf(error, 'statusCode');
  return { status: typeof status === 'number' ? status : 500, body: described };
}
