import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ENVELOPE_KEY, type InvocationRequest, readEnvelope } from '../contract/envelope.ts';
import { HOST_PATH } from '../contract/host.ts';
import type { Admission } from './admission.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import { createBaseApp, type Route, type RuntimeApp, type ServedWork } from './base-app.ts';
import { parseBody } from './body.ts';
import { describeError, statusOf } from './describe-error.ts';
import { acceptsEvents, openEventStream } from './event-stream.ts';
import { contextFromHeaders } from './invocation-context.ts';
import { lastEvent } from './invocation-outcome.ts';
import type { RecordAnswer } from './invocation-records.ts';
import { readBody } from './read-body.ts';
import { serveUpgrades } from './upgrades.ts';
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
  const invocation: Route = (request, response) => invoke(work, request, response);
  const server = createBaseApp({
    invocations: work.invocations,
    served: 'POST /invocations, GET /ping or the WebSocket /ws',
    routeAt: (method, path) => (method === 'POST' && path === HOST_PATH.invocations ? invocation : undefined),
    requestTimeoutMs,
  });
  return { server, closeSockets: serveUpgrades(server, { ...work, takesTakeOversOnly }) };
}

async function invoke(
  work: ServedWork,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const body = await readBody(request);
  const { headers } = request;
  let wanted: InvocationRequest;
  try {
    wanted = readEnvelope(await parseBody(body));
  } catch (error) {
    const { requestId } = contextFromHeaders({ headers, newRequestId: randomUUID });
    return jsonAnswer(statusOf(error), { error: describeError(error, { requestId }) });
  }
  const { invocations, records } = work;
  if (wanted.mode === 'status') {
    const { sessionId } = contextFromHeaders({ headers, newRequestId: randomUUID });
    const { id, waitMs } = wanted;
    return recordAnswer(await records.status({ id, sessionId, waitMs }), 200);
  }
  if (wanted.mode === 'async' && wanted.item !== undefined) {
    const admission = invocations.admitItem(headers, wanted.item);
    if ('error' in admission) return jsonAnswer(admission.status, { error: admission.error });
    whenAnswered(response, admission.answered);
    return recordAnswer(await admission.begin(wanted.payload), 202);
  }
  const admission = invocations.admit(headers);
  if ('error' in admission) return jsonAnswer(admission.status, { error: admission.error });
  // The place is kept until the answer has left or cannot, however early the caller goes.
  whenAnswered(response, admission.answered);
  if (wanted.mode === 'async') return recordAnswer(await admission.begin(wanted.payload), 202);
  if (acceptsEvents(headers.accept)) {
    await streamOutcome(admission, wanted.payload, response);
    return undefined;
  }
  const outcome = await admission.run(wanted.payload, () => undefined);
  response.setTimeout(STALL_TIMEOUT_MS);
  return outcome.ok
    ? { status: 200, json: outcome.json }
    : jsonAnswer(outcome.status, { error: outcome.error });
}

function recordAnswer(answer: RecordAnswer, status: number): Answer {
  if (!answer.ok) return jsonAnswer(answer.status, { error: answer.error });
  return { status, json: `{"${ENVELOPE_KEY}":${answer.json}}` };
}

async function streamOutcome(
  admission: Admission,
  payload: unknown,
  response: ServerResponse,
): Promise<void> {
  const stream = openEventStream(response);
  const outcome = await admission.run(payload, (event) => stream.send(event));
  await stream.end(lastEvent(outcome));
}
