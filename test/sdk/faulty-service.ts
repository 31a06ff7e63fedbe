import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operations } from '../../lib/service/index.ts';
import { type Agent, type LocalAws, startScenario } from '../../lib/testing/index.ts';

/** What goes wrong with a request: no answer ever, the line is cut, a status, or an answer that comes late. */
export type Fault = 'hang' | 'drop' | 500 | { readonly delayMs: number };

/** The local service behind a door that fails as it is told. */
export interface FaultyService extends AsyncDisposable {
  readonly url: string;
  readonly store: LocalAws['store'];
  /** Settles when a request of the operation arrives the next time. */
  arrival(operation: string): Promise<void>;
}

/** @param faults what goes wrong, by operation */
export async function startFaultyService(
  agent: Agent,
  faults: Readonly<Record<string, Fault>>,
): Promise<FaultyService> {
  const service = await startScenario({ agent, setEnvironment: false });
  const waiting: { readonly operation: string; readonly arrived: () => void }[] = [];
  const server = createServer((incoming, response) => {
    const operation = operationOf(incoming);
    for (const entry of waiting) if (entry.operation === operation) entry.arrived();
    const fault = faults[operation];
    if (fault === 'hang') return;
    if (fault === 'drop') return void incoming.socket.destroy();
    if (fault === 500) {
      response.writeHead(500, { 'x-amzn-errortype': 'InternalServerException' });
      return void response.end('{"message":"out of order"}');
    }
    forward(service.aws.url, incoming, response, fault?.delayMs ?? 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    store: service.aws.store,
    arrival: (operation) => new Promise((arrived) => waiting.push({ operation, arrived })),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await service[Symbol.asyncDispose]();
    },
  };
}

function operationOf({ method, url = '' }: IncomingMessage): string {
  const parts = url.split('/').filter(Boolean);
  for (const [name, operation] of Object.entries(operations)) {
    const template = operation.path.split('/').filter(Boolean);
    const fits =
      template.length === parts.length &&
      template.every((part, at) => part.startsWith('{') || part === parts[at]);
    if (fits && operation.method === method) return name;
  }
  return 'unknown';
}

function forward(origin: string, incoming: IncomingMessage, response: ServerResponse, delayMs: number): void {
  const { method, url, headers } = incoming;
  const outgoing = request(
    new URL(url ?? '/', origin),
    { ...(method ? { method } : {}), headers },
    (answer) => {
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }, delayMs);
    },
  );
  incoming.pipe(outgoing).on('error', () => response.destroy());
}
