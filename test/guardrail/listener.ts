import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that counts who gets to it: what a hole would be seen by. */
export interface Listener {
  readonly port: number;
  /** Paths that were asked for since the last call; `connection` for connections without a request. */
  take(): Set<string>;
  close(): Promise<void>;
}

/** Listens on every address of this machine, IPv4 and IPv6. */
export async function startListener(): Promise<Listener> {
  let seen = new Set<string>();
  const answer: RequestListener = (request, response) => {
    seen.add(request.url ?? '');
    response
      .writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
      .end('reached');
  };
  const server = createServer(answer);
  server.on('connection', () => seen.add('connection'));
  server.on('upgrade', (request, socket) => {
    seen.add(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = seen;
      seen = new Set();
      return taken;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}
