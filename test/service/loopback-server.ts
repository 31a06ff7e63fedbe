/** A real HTTP server on loopback that records what arrives and answers as told. */
import http from 'node:http';

export type RecordedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
};

export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** Answers one request; `undefined` leaves it unanswered. */
export type Responder = (request: RecordedRequest, index: number) => Reply | undefined;

export class LoopbackServer implements AsyncDisposable {
  readonly requests: RecordedRequest[] = [];
  readonly #server: http.Server;

  private constructor(respond: Responder) {
    this.#server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://loopback');
        const recorded: RecordedRequest = {
          method: request.method ?? '',
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          headers: request.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
        this.requests.push(recorded);
        const reply = respond(recorded, this.requests.length - 1);
        if (reply === undefined) return;
        response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
        response.end(JSON.stringify(reply.body ?? {}));
      });
    });
  }

  static async start(respond: Responder = () => ({})): Promise<LoopbackServer> {
    const server = new LoopbackServer(respond);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server is not listening.');
    return `http://127.0.0.1:${address.port}`;
  }

  get only(): RecordedRequest {
    const [request, ...more] = this.requests;
    if (request === undefined || more.length > 0) {
      throw new Error(`Expected one request, got ${this.requests.length}.`);
    }
    return request;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

export const testCredentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' } as const;
