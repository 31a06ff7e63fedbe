import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ENVELOPE_KEY, type InvocationRequest, readEnvelope } from '../contract/envelope.ts';
import { HOST_PATH } from '../contract/host.ts';
import type { Admission } from './admission.ts';
import { createBaseApp, type RuntimeApp, type ServedWork } from './base-app.ts';
import { parseBody } from './body.ts';
import { describeError, statusOf } from './describe-error.ts';
import { acceptsEvents, openEventStream } from './event-stream.ts';
import { contextFromHeaders } from './invocation-context.ts';
import { type InvocationOutcome, lastEvent } from './invocation-outcome.ts';
import type { RecordAnswer } from './invocation-records.ts';
import { serveWebSocket } from './websocket.ts';
import { STALL_TIMEOUT_MS, whenAnswered } from './when-answered.ts';

/** The HTTP contract of AgentCore Runtime. */
export function createServer(
  work: ServedWork,
  options: {
    readonly requestTimeoutMs?: number | undefined;
    readonly takesTakeOversOnly?: boolean | undefined;
  } = {},
): RuntimeApp {
  const { requestTimeoutMs, takesTakeOversOnly = false } = options;
  let closeSockets = (): void => undefined;
  const app = createBaseApp({
    invocations: work.invocations,
    served: 'POST /invocations, GET /ping or the WebSocket /ws',
    beforeRefusals: (base) => {
      closeSockets = serveWebSocket(base, { ...work, takesTakeOversOnly });
    },
    // The pages of people who take over are served from elsewhere on this machine.
    isForPages: ({ url, headers }) =>
      work.invocations.takeOvers.size > 0 &&
      url.split('?')[0] === HOST_PATH.webSocket &&
      headers.upgrade?.toLowerCase() === 'websocket',
    requestTimeoutMs,
  });
  app.post(HOST_PATH.invocations, (request, reply) => invoke(work, request, reply));
  return { app, closeSockets };
}

async function invoke(work: ServedWork, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
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
  if (wanted.mode === 'async' && wanted.item !== undefined) {
    const admission = invocations.admitItem(request.headers, wanted.item);
    if ('error' in admission) return reply.code(admission.status).send({ error: admission.error });
    whenAnswered(reply.raw, admission.answered);
    return sendRecord(await admission.begin(wanted.payload), 202, reply);
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
