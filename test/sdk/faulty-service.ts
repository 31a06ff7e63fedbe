import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operations } from '../../lib/service/index.ts';
import { type Agent, type LocalAws, startScenario } from '../../lib/testing/index.ts';

/**
 * What goes wrong with a request: no answer ever, the line is cut before the service gets it (`drop`), after it has done
 * it (`lost`) or within the answer (`cut`), an error, or an answer that comes late.
 */
export type Fault =
  | 'hang'
  | 'drop'
  | 'lost'
  | 'cut'
  | 500
  | ErrorAnswer
  | { readonly delayMs: number }
  /** Only so many times; then all is well. */
  | { readonly times: number; readonly fault: Exclude<Fault, { readonly times: number }> };

/** An error of the service, by status and name. */
export interface ErrorAnswer {
  readonly status: number;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The service is throttling. */
export const THROTTLED: ErrorAnswer = { status: 429, name: 'ThrottlingException' };

/** The local service behind a door that fails as it is told. */
export interface FaultyService extends AsyncDisposable {
  readonly url: string;
  readonly store: LocalAws['store'];
  /** Settles when a request of the operation arrives the next time. */
  arrival(operation: string): Promise<void>;
  /** When requests of the operation have come, in milliseconds since the start. */
  arrivals(operation: string): readonly number[];
}

/** @param faults what goes wrong, by operation */
export async function startFaultyService(
  agent: Agent,
  faults: Readonly<Record<string, Fault>>,
): Promise<FaultyService> {
  const service = await startScenario({ agent, setEnvironment: false });
  const waiting: { readonly operation: string; readonly arrived: () => void }[] = [];
  const seen: { readonly operation: string; readonly atMs: number }[] = [];
  const startedAt = performance.now();
  const server = createServer((incoming, response) => {
    const operation = operationOf(incoming);
    seen.push({ operation, atMs: performance.now() - startedAt });
    for (const entry of waiting) if (entry.operation === operation) entry.arrived();
    const count = seen.filter((entry) => entry.operation === operation).length;
    const fault = faultOf(faults[operation], count);
    if (fault === 'hang') return;
    if (fault === 'drop') return void incoming.socket.destroy();
    if (fault === 500) return answerError(response, { status: 500, name: 'InternalServerException' });
    if (typeof fault === 'object' && 'status' in fault) return answerError(response, fault);
    if (fault === 'cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a', () => incoming.socket.destroy());
      return;
    }
    forward({
      origin: service.aws.url,
      incoming,
      response,
      delayMs: typeof fault === 'object' ? fault.delayMs : 0,
      isLost: fault === 'lost',
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    store: service.aws.store,
    arrivals: (operation) => seen.filter((entry) => entry.operation === operation).map(({ atMs }) => atMs),
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

function faultOf(fault: Fault | undefined, count: number): Exclude<Fault, { times: number }> | undefined {
  if (typeof fault !== 'object' || !('times' in fault)) return fault;
  return count <= fault.times ? fault.fault : undefined;
}

function answerError(response: ServerResponse, error: ErrorAnswer): void {
  response.writeHead(error.status, { 'x-amzn-errortype': error.name, ...error.headers });
  response.end(JSON.stringify({ message: 'out of order', ...error.body }));
}

function forward(given: {
  readonly origin: string;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly delayMs: number;
  readonly isLost: boolean;
}): void {
  const { origin, incoming, response, delayMs, isLost } = given;
  const { method, url, headers } = incoming;
  const outgoing = request(
    new URL(url ?? '/', origin),
    { ...(method ? { method } : {}), headers },
    (answer) => {
      if (isLost) return void incoming.socket.destroy();
      setTimeout(() => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }, delayMs);
    },
  );
  incoming.pipe(outgoing).on('error', () => response.destroy());
}
