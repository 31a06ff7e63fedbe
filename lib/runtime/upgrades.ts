import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import { HOST_PATH } from '../contract/host.ts';
import { jsonAnswer, sendAnswer } from './answer.ts';
import { askedPath, type ServedWork } from './base-app.ts';
import { isOfPageHere } from './refuse-web-pages.ts';
import type { WebSockets } from './websocket.ts';

/**
 * Lets connections become WebSockets at `/ws`. What they need is loaded with the first of them: most sessions have none.
 *
 * @returns closes all of them, for the end of the host
 */
export function serveUpgrades(
  server: Server,
  work: ServedWork & { readonly takesTakeOversOnly: boolean },
): () => void {
  let loaded: Promise<WebSockets> | undefined;
  const webSockets = (): Promise<WebSockets> => {
    loaded ??= import('./websocket.ts').then(({ WebSockets }) => new WebSockets(work));
    return loaded;
  };
  server.on('upgrade', (request, connection, head) => {
    // Node does not listen to it any more.
    connection.on('error', () => connection.destroy());
    // The pages of people who take over are served from elsewhere on this machine.
    const isRefused = isOfPageHere(request) && work.invocations.takeOvers.size === 0;
    if (!isForWebSocket(request) || isRefused) serveAsItIs(server, request);
    else void webSockets().then((sockets) => sockets.take(request, connection, head));
  });
  return () => void loaded?.then((sockets) => sockets.close());
}

function isForWebSocket(request: IncomingMessage): boolean {
  const { method, headers } = request;
  const upgrade = headers.upgrade?.toLowerCase();
  return method === 'GET' && askedPath(request) === HOST_PATH.webSocket && upgrade === 'websocket';
}

/**
 * Answers a request whose upgrade is not for us, such as the one to HTTP/2 that some clients offer with each, as if it had none. Node has
 * left its connection to us, which therefore ends with the answer, and has not read its body.
 */
function serveAsItIs(server: Server, request: IncomingMessage): void {
  const { headers, socket } = request;
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroy());
  if (headers['transfer-encoding'] === undefined && !Number(headers['content-length']))
    server.emit('request', request, response);
  else sendAnswer(response, BODY_UNREAD);
}

const BODY_UNREAD = jsonAnswer(400, {
  error: {
    name: 'BadRequest',
    message: 'A request with a body cannot be upgraded. Send it without the header "Upgrade".',
  },
});
