import type { IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { ENVELOPE_KEY, type InvocationRequest, readEnvelope } from '../contract/envelope.ts';
import type { ErrorDescription } from '../contract/error.ts';
import type { RuntimeEvent } from '../contract/events.ts';
import { HEADER, LOCAL_HEADER } from '../contract/headers.ts';
import { CLOSE_CODE } from '../contract/host.ts';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import { MAX_MESSAGE_BYTES } from '../contract/take-over.ts';
import { helloIn } from '../sdk/human/take-over/read-hello.ts';
import { takeOverConnection } from '../sdk/human/take-over/take-over-connection.ts';
import type { ServedWork } from './base-app.ts';
import { parseBody } from './body.ts';
import { describeError } from './describe-error.ts';
import { contextFromHeaders } from './invocation-context.ts';
import { lastEvent } from './invocation-outcome.ts';
import type { RecordAnswer } from './invocation-records.ts';
import { isOfPageHere } from './refuse-web-pages.ts';
import { type GateSocket, TakeOverGate } from './take-over-gate.ts';
import { STALL_TIMEOUT_MS } from './when-answered.ts';

/**
 * `GET /ws`: every message is the body of an invocation, as at `POST /invocations`, and is answered with events, one JSON
 * object a message: the progress, then one `result` or `error`. The connection stays open for the next invocation. What
 * runs goes on when the caller leaves. A connection that begins with a person's hello belongs to a take-over instead; where people can
 * take over, and to pages, it is good for nothing else.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export class WebSockets {
  readonly #work: ServedWork & { readonly takesTakeOversOnly: boolean };
  readonly #gate: TakeOverGate;
  readonly #server: WebSocketServer;

  constructor(work: ServedWork & { readonly takesTakeOversOnly: boolean }) {
    this.#work = work;
    this.#gate = new TakeOverGate(work.invocations.takeOvers);
    const maxPayload = work.takesTakeOversOnly ? MAX_MESSAGE_BYTES : MAX_PAYLOAD_BYTES;
    this.#server = new WebSocketServer({ noServer: true, maxPayload });
  }

  /** Makes a connection a WebSocket, or refuses it when its caller does not ask for one as it should. */
  take(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, connection, head, (socket) => {
      socket.on('error', () => socket.terminate());
      this.#serve(socket, request);
    });
  }

  /** Ends all connections: they are closed when their last answer has left. */
  close(): void {
    for (const socket of this.#server.clients) {
      socket.close(CLOSE_CODE.goingAway, 'The runtime host is ending.');
      socket.terminate();
    }
  }

  #serve(socket: Socket, request: IncomingMessage): void {
    if (this.#work.takesTakeOversOnly || isForTakeOver(request)) {
      this.#gate.admit(socket);
      return;
    }
    const { invocations, records } = this.#work;
    const caller = new SocketCaller(socket, request.socket);
    let isFirst = true;
    const hear = (data: Uint8Array): void => {
      const greeted = isFirst ? helloIn(data) : undefined;
      isFirst = false;
      if (greeted !== undefined) {
        // From now on it belongs to the take-over.
        socket.off('message', hear);
        invocations.takeOvers.welcome(greeted.hello, takeOverConnection(socket));
      } else void answer({ caller, data, request, invocations, records });
    };
    socket.on('message', hear);
  }
}

/** A page has no business here but that; and local AWS says by which address somebody has come. */
function isForTakeOver(request: IncomingMessage): boolean {
  return isOfPageHere(request) || request.headers[LOCAL_HEADER.takeOversOnly] !== undefined;
}

/** Never rejects. */
async function answer(given: {
  readonly caller: SocketCaller;
  readonly data: Uint8Array;
  readonly request: IncomingMessage;
  readonly invocations: ServedWork['invocations'];
  readonly records: ServedWork['records'];
}): Promise<void> {
  const { caller, data, request, invocations, records } = given;
  const sendEvent = (event: RuntimeEvent): Promise<void> => caller.send(JSON.stringify(event));
  const sendError = (error: ErrorDescription): Promise<void> => sendEvent({ type: 'error', error });
  const sendRecord = (record: RecordAnswer): Promise<void> =>
    record.ok ? caller.send(`{"${ENVELOPE_KEY}":${record.json}}`) : sendError(record.error);

  let wanted: InvocationRequest;
  try {
    wanted = readEnvelope(await parseBody(data));
  } catch (error) {
    return sendError(describeError(error));
  }
  if (wanted.mode === 'status') {
    const { sessionId } = contextFromHeaders({ headers: request.headers, newRequestId: () => '' });
    return sendRecord(await records.status({ id: wanted.id, waitMs: wanted.waitMs, sessionId }));
  }
  // The request id is that of the connection; each message is an invocation, with an id and a record of its own.
  const { [HEADER.requestId]: _connection, ...headers } = request.headers;
  if (wanted.mode === 'async' && wanted.item !== undefined) {
    const admission = invocations.admitItem(headers, wanted.item);
    if ('error' in admission) return sendError(admission.error);
    void caller.gone.then(admission.answered);
    await sendRecord(await admission.begin(wanted.payload));
    return admission.answered();
  }
  const admission = invocations.admit(headers);
  if ('error' in admission) return sendError(admission.error);
  // However many messages a connection has sent: when it is closed, none of them can be answered.
  void caller.gone.then(admission.answered);
  if (wanted.mode === 'async') await sendRecord(await admission.begin(wanted.payload));
  else
    await caller.send(lastEvent(await admission.run(wanted.payload, (event) => void sendEvent(event))).json);
  admission.answered();
}

/** The other end of a connection. */
class SocketCaller {
  /** Resolves when nothing can be sent any more. */
  readonly gone: Promise<void>;
  readonly #socket: Socket;
  readonly #connection: NetSocket;

  constructor(socket: Socket, connection: NetSocket) {
    this.#socket = socket;
    this.#connection = connection;
    this.gone = new Promise((resolve) => socket.on('close', () => resolve()));
    connection.on('timeout', () => socket.terminate());
  }

  /** Sends a message; resolves when it has left, or cannot any more. Never rejects. */
  async send(json: string): Promise<void> {
    const sent = new Promise<void>((resolve) => {
      this.#connection.setTimeout(STALL_TIMEOUT_MS);
      try {
        this.#socket.send(json, () => resolve());
      } catch {
        // What cannot be sent is like what nobody hears.
        resolve();
      }
    });
    await Promise.race([sent, this.gone]);
    this.#connection.setTimeout(0);
  }
}

/** What we need of a connection. */
type Socket = GateSocket;
