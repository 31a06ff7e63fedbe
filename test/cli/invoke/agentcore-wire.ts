import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (request: ReceivedRequest, response: ServerResponse) => void;

/** A server that stands where AgentCore would, and remembers what it was asked. */
export interface AgentCoreWire extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Requests whose path ends so, such as `/invocations`. */
  received(pathEnd: string): readonly ReceivedRequest[];
  /** Resolves when a request has arrived whose path ends so. */
  arrival(pathEnd: string): Promise<ReceivedRequest>;
}

/** Starts a server on a free port of this machine that answers every invocation with `answer`. */
export async function startAgentCoreWire(answer: Answer): Promise<AgentCoreWire> {
  const requests: ReceivedRequest[] = [];
  const waiting: { readonly pathEnd: string; readonly resolve: (request: ReceivedRequest) => void }[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { method = '', url = '', headers } = message;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      for (const { pathEnd, resolve } of waiting) if (matches(request, pathEnd)) resolve(request);
      if (matches(request, '/stopruntimesession')) answerJson(response, 200, {});
      else answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const received = (pathEnd: string) => requests.filter((request) => matches(request, pathEnd));
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    received,
    arrival: (pathEnd) =>
      new Promise((resolve) => {
        const [first] = received(pathEnd);
        if (first) resolve(first);
        else waiting.push({ pathEnd, resolve });
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Answers with JSON, and with the error type in the header where AWS clients look for it. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  errorType?: string,
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  });
  response.end(JSON.stringify(body));
}

function matches(request: ReceivedRequest, pathEnd: string): boolean {
  return request.url.split('?')[0]?.endsWith(pathEnd) ?? false;
}
