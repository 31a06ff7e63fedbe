import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a server of a test says to a request. */
export interface Reply {
  readonly status: number;
  readonly body?: string | undefined;
}

/** Starts a server on a free port of this machine. */
export async function startLoopbackServer(
  answer: (request: IncomingMessage, body: string) => Reply,
): Promise<LoopbackServer> {
  const server = createServer(async (request, response) => {
    const { status, body = '' } = answer(request, await text(request));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export interface LoopbackServer extends AsyncDisposable {
  readonly url: string;
}
