import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Leads requests that want to become a WebSocket through the routes of a server, so that its hooks admit them, and what
 * refuses them answers in HTTP. A route takes the connection over with {@link Upgrades.take}.
 */
export class Upgrades {
  readonly #waiting = new WeakMap<IncomingMessage, Upgrade>();

  constructor(app: FastifyInstance) {
    app.server.on('upgrade', (request, _socket, head) => {
      const { socket } = request;
      // From here on nobody else listens.
      socket.on('error', () => socket.destroy());
      if (!isWebSocket(request)) return serveWithoutUpgrade(app, request, { socket, head });
      const response = new ServerResponse(request);
      response.shouldKeepAlive = false;
      response.once('finish', () => socket.destroySoon());
      this.#waiting.set(request, { socket, head, response });
      response.assignSocket(socket);
      app.routing(request, response);
    });
  }

  /** Whether a request can become a WebSocket. */
  has(request: IncomingMessage): boolean {
    return this.#waiting.has(request);
  }

  /** The connection of a request that {@link Upgrades.has}. Its response has let go of it, and sends nothing any more. */
  take(request: IncomingMessage): RawConnection {
    const waiting = this.#waiting.get(request);
    if (waiting === undefined) throw new Error('The request cannot become a WebSocket.');
    this.#waiting.delete(request);
    waiting.response.detachSocket(waiting.socket);
    return waiting;
  }
}

/** A connection that speaks HTTP no more, and what has come over it already. */
export interface RawConnection {
  readonly socket: Socket;
  readonly head: Buffer;
}

interface Upgrade extends RawConnection {
  readonly response: ServerResponse;
}

function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Some clients offer another protocol with any request, such as HTTP/2. Nobody has to take that up, but Node has stopped to
 * read the request as HTTP: it begins anew, without the offer.
 */
function serveWithoutUpgrade(
  app: FastifyInstance,
  request: IncomingMessage,
  { socket, head }: RawConnection,
): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${value}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  app.server.emit('connection', socket);
}
