import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { NovaActStore } from '../../lib/local/nova-act/store.ts';
import { homePlugin, StoreSource } from '../../lib/local/viewer/index.ts';
import { viewerPlugin } from '../../lib/viewer/index.ts';

/** What a request got. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  readonly text: string;
}

/** The viewer on a free port. */
export interface ViewerServer extends AsyncDisposable {
  readonly url: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  send(path: string, asked: Asked): Promise<Answer>;
}

/** A request with a body. */
export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function serveViewer(
  store: NovaActStore,
  options: ConstructorParameters<typeof StoreSource>[1] = {},
): Promise<ViewerServer> {
  // A browser opens connections in advance; Node would wait a minute for the request that never comes.
  const app = fastify({ forceCloseConnections: true });
  await app.register(viewerPlugin, { source: new StoreSource(store, options), prefix: '/viewer' });
  await app.register(homePlugin, { viewerPrefix: '/viewer', serverId: 'viewer' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    get: (path, headers = {}) => ask(`${url}${path}`, { headers }),
    send: (path, asked) => ask(`${url}${path}`, asked),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** Not fetch: it does not let a Host header through, nor those that browsers set. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body = '' }: Partial<Asked> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const received = Buffer.concat(chunks);
        const { statusCode: status = 0, headers: of } = response;
        resolve({ status, headers: of, body: received, text: received.toString('utf8') });
      });
    });
    asked.on('error', reject).end(body);
  });
}
