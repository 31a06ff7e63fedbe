import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ENVELOPE_KEY, type InvocationRequest, readEnvelope } from '../contract/envelope.ts';
import type { ErrorDescription } from '../contract/error.ts';
import { HOST_PATH } from '../contract/host.ts';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import { memberOf } from '../core/thrown.ts';
import type { Admission } from './admission.ts';
import { parseBody } from './body.ts';
import { describeError, statusOf } from './describe-error.ts';
import { acceptsEvents, openEventStream } from './event-stream.ts';
import { contextFromHeaders } from './invocation-context.ts';
import { type InvocationOutcome, lastEvent } from './invocation-outcome.ts';
import type { InvocationRecords, RecordAnswer } from './invocation-records.ts';
import type { Invocations } from './invocations.ts';
import { refuseWebPages } from './refuse-web-pages.ts';
import { serveWebSocket } from './websocket.ts';
import { STALL_TIMEOUT_MS, whenAnswered } from './when-answered.ts';

/** The HTTP contract of AgentCore Runtime. */
export function createServer(
  work: Work,
  options: { readonly requestTimeoutMs?: number | undefined } = {},
): RuntimeApp {
  const { invocations } = work;
  // While the host is ending, requests on open connections get our own answer instead of Fastify's.
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const app = Fastify({
    bodyLimit: MAX_PAYLOAD_BYTES,
    logger: false,
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

  const closeSockets = serveWebSocket(app, work);
  // After the WebSocket's own hook, which ends the connections of refused upgrades.
  app.after(() => app.addHook('onRequest', refuseWebPages));
  app.get(HOST_PATH.ping, async () => invocations.ping());
  app.post(HOST_PATH.invocations, (request, reply) => invoke(work, request, reply));

  app.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${request.url.split('?')[0]} is not served here. Use POST /invocations, GET /ping or the WebSocket /ws.`;
    return reply.code(404).send({ error: { name: 'NotFound', message } });
  });
  app.setErrorHandler((error: unknown, _request, reply) => {
    const { status, body } = explainHttpError(error);
    return reply.code(status).send({ error: body });
  });
  return { app, closeSockets };
}

/** How long a request may take to arrive, headers and body. The answer may take as long as it likes. */
const REQUEST_TIMEOUT_MS = 60_000;

/** What the server stands in front of. */
interface Work {
  readonly invocations: Invocations;
  readonly records: InvocationRecords;
}

/** The server, not yet listening. */
interface RuntimeApp {
  readonly app: FastifyInstance;
  /** Closes the connections that `app.close()` would wait for. */
  readonly closeSockets: () => void;
}

async function invoke(work: Work, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  let wanted: InvocationRequest;
  try {
    wanted = readEnvelope(await parseBody(Buffer.isBuffer(request.body) ? request.body : new Uint8Array()));
  } catch (error) {
    const { requestId } = contextFromHeaders({ headers: request.headers, newRequestId: randomUUID });
    return reply.code(statusOf(error)).send({ error: describeError(error, { requestId }) });
  }
  const { invocations, records } = work;
  if (wanted.mode === 'status') {
    const { sessionId } = contextFromHeaders({ headers: request.headers, newRequestId: randomUUID });
    const { id, waitMs } = wanted;
    return sendRecord(await records.status({ id, sessionId, waitMs }), 200, reply);
  }
  const admission = invocations.admit(request.headers);
  if ('error' in admission) return reply.code(admission.status).send({ error: admission.error });
  // The place is kept until the answer has left or cannot, however early the caller goes.
  whenAnswered(reply.raw, admission.answered);
  if (wanted.mode === 'async') return sendRecord(await admission.begin(wanted.payload), 202, reply);
  if (acceptsEvents(request.headers.accept)) return streamOutcome(admission, wanted.payload, reply);
  return sendOutcome(await admission.run(wanted.payload, () => undefined), reply);
}

function sendRecord(answer: RecordAnswer, status: number, reply: FastifyReply): FastifyReply {
  if (!answer.ok) return reply.code(answer.status).send({ error: answer.error });
  return reply.code(status).type(JSON_TYPE).send(`{"${ENVELOPE_KEY}":${answer.json}}`);
}

function sendOutcome(outcome: InvocationOutcome, reply: FastifyReply): FastifyReply {
  reply.raw.setTimeout(STALL_TIMEOUT_MS);
  if (!outcome.ok) return reply.code(outcome.status).send({ error: outcome.error });
  return reply.type(JSON_TYPE).send(outcome.json);
}

async function streamOutcome(
  admission: Admission,
  payload: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.hijack();
  const stream = openEventStream(reply.raw);
  const outcome = await admission.run(payload, (event) => stream.send(event));
  await stream.end(lastEvent(outcome));
  return reply;
}

const JSON_TYPE = 'application/json; charset=utf-8';

function explainHttpError(error: unknown): { readonly status: number; readonly body: ErrorDescription } {
  const described = describeError(error);
  if (described.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const message = `The payload is larger than ${MAX_PAYLOAD_BYTES} bytes. Put large inputs in S3 and send their address.`;
    return { status: 413, body: { name: 'PayloadTooLarge', message } };
  }
  const status = memberOf(error, 'statusCode');
  return { status: typeof status === 'number' ? status : 500, body: described };
}
