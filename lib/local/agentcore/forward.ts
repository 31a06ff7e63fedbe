import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { HOST_PATH, type ServerProtocol } from '../../contract/host.ts';

/** Sends an invocation to the process of its session. Never sends it twice. */
export async function forward(options: {
  readonly port: number;
  /** What the process speaks. @default HTTP */
  readonly protocol?: ServerProtocol | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
  readonly limits: ForwardLimits;
}): Promise<ForwardedAnswer> {
  const { port, protocol = 'HTTP', headers, payload, limits } = options;
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: protocol === 'MCP' ? HOST_PATH.mcp : HOST_PATH.invocations,
      agent: false,
      headers: { ...headers, 'content-length': payload.length },
    });
    const answerTimer = setTimeout(() => {
      request.destroy(new ForwardTimeoutError(`no answer within ${limits.answerTimeoutMs / 1000} s`));
    }, limits.answerTimeoutMs);
    request.on('error', (error) => {
      clearTimeout(answerTimer);
      reject(error);
    });
    request.on('response', (response) => {
      clearTimeout(answerTimer);
      const streamTimer = setTimeout(() => {
        response.destroy(new ForwardTimeoutError(`no end within ${limits.streamTimeoutMs / 1000} s`));
      }, limits.streamTimeoutMs);
      response.once('close', () => clearTimeout(streamTimer));
      resolve({
        status: response.statusCode ?? 500,
        contentType: response.headers['content-type'] ?? 'application/octet-stream',
        headers: response.headers,
        body: response,
      });
    });
    request.end(payload);
  });
}

/** What the process answered. */
export interface ForwardedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: IncomingMessage;
}

/** The process did not answer in time. */
export class ForwardTimeoutError extends Error {
  override readonly name = 'ForwardTimeoutError';
}

/** How long the service waits: 15 minutes for an answer, 60 minutes for the whole of a stream. */
export interface ForwardLimits {
  readonly answerTimeoutMs: number;
  readonly streamTimeoutMs: number;
}

/** Reads the beginning of an answer, for a message. */
export async function readText(body: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, maxBytes);
}
