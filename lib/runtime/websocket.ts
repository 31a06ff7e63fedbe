import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ENVELOPE_KEY, type InvocationRequest, readEnvelope } from '../contract/envelope.ts';
import type { ErrorDescription } from '../contract/error.ts';
import type { RuntimeEvent } from '../contract/events.ts';
import { HOST_PATH } from '../contract/host.ts';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import type { AsyncInvocations, RecordAnswer } from './async-invocations.ts';
import { parseBody } from './body.ts';
import { describeError } from './describe-error.ts';
import { contextFromHeaders } from './invocation-context.ts';
import { lastEvent } from './invocation-outcome.ts';
import type { Invocations } from './invocations.ts';

/**
 * `GET /ws`: every message is the body of an invocation, as at `POST /invocations`, and is answered with events, one JSON
 * object a message: the progress, then one `result` or `error`. The connection stays open for the next invocation. What
 * runs goes on when the caller leaves.
 *
 * @returns closes all connections, for the end of the host
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export function serveWebSocket(
  app: FastifyInstance,
  work: { readonly invocations: Invocations; readonly background: AsyncInvocations },
): () => void {
  const sockets = new Set<Socket>();
  app.register(websocket, {
    options: { maxPayload: MAX_PAYLOAD_BYTES },
    // Connections are closed when their last answer has left; see `serve`.
    preClose: (done) => done(),
  });
  app.register(async (scope) => {
    scope.get(
      HOST_PATH.webSocket,
      { websocket: true },
      (socket: Socket & { on(event: 'close', listener: () => void): unknown }, request) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('message', (data) => void answer({ socket, data, request, ...work }));
      },
    );
  });
  return () => {
    for (const socket of sockets) {
      socket.close(GOING_AWAY, 'The runtime host is ending.');
      socket.terminate();
    }
  };
}

/** What we need of a connection. */
interface Socket {
  send(text: string, sent: () => void): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: Uint8Array) => void): unknown;
}

const GOING_AWAY = 1001;

async function answer(given: {
  readonly socket: Socket;
  readonly data: Uint8Array;
  readonly request: FastifyRequest;
  readonly invocations: Invocations;
  readonly background: AsyncInvocations;
}): Promise<void> {
  const { socket, data, request, invocations, background } = given;
  const send = (json: string): Promise<void> => new Promise((resolve) => socket.send(json, () => resolve()));
  const sendEvent = (event: RuntimeEvent): Promise<void> => send(JSON.stringify(event));
  const sendError = (error: ErrorDescription): Promise<void> => sendEvent({ type: 'error', error });
  const sendRecord = (record: RecordAnswer): Promise<void> =>
    record.ok ? send(`{"${ENVELOPE_KEY}":${record.json}}`) : sendError(record.error);

  let wanted: InvocationRequest;
  try {
    wanted = readEnvelope(await parseBody(data));
  } catch (error) {
    return sendError(describeError(error));
  }
  if (wanted.mode === 'status') {
    const { sessionId } = contextFromHeaders({ headers: request.headers, newRequestId: () => '' });
    return sendRecord(await background.status({ id: wanted.id, waitMs: wanted.waitMs, sessionId }));
  }
  const admission = invocations.admit(request.headers);
  if ('error' in admission) return sendError(admission.error);
  if (wanted.mode === 'async') return sendRecord(await background.begin(admission, wanted.payload));
  const outcome = await admission.run(wanted.payload, (event) => void sendEvent(event));
  await send(lastEvent(outcome).json);
  admission.release();
}
