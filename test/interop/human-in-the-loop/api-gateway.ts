import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Leads to an HTTP API of the account server by the name that the API has there, which no resolver of names knows: what comes to
 * the address of this goes on with that name as `Host`. Nothing else is changed.
 *
 * @param apiUrl the address that the stack gives as its output
 */
export async function leadTo(apiUrl: string): Promise<WayToApi> {
  // It ends with a number, which `URL` takes for a wrong address of four numbers.
  const [, host = '', port] = /^https?:\/\/([^/:]+):(\d+)$/.exec(apiUrl) ?? [];
  if (port === undefined) throw new Error(`The API has another address than was thought: ${apiUrl}`);
  const requests: PassedRequest[] = [];
  const server = createServer((incoming, outgoing) => pass(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = '', url: path = '', headers } = incoming;
    const onward = request(
      { host: '127.0.0.1', port, method, path, headers: { ...headers, host: `${host}:${port}` } },
      (answer) => {
        requests.push({ method, path, headers, status: answer.statusCode ?? 0 });
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface WayToApi extends AsyncDisposable {
  /** Without a slash at its end, as `ApiEndpoint` is. */
  readonly url: string;
  /** What came, oldest first. */
  readonly requests: readonly PassedRequest[];
}

interface PassedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly status: number;
}
