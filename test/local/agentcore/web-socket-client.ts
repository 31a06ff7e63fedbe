import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Plane } from './harness.ts';

interface Client {
  on(event: 'open', listener: () => void): this;
  on(event: 'message', listener: (data: Buffer) => void): this;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'upgrade', listener: (response: IncomingMessage) => void): this;
  on(event: 'unexpected-response', listener: (request: unknown, response: IncomingMessage) => void): this;
  send(text: string): void;
  close(): void;
  terminate(): void;
}
const { WebSocket }: { WebSocket: new (url: string, options?: object) => Client } = require('ws');

/** How the WebSocket of a plane is asked for. */
export interface ConnectOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly runtimeArn?: string | undefined;
}

/** A WebSocket to a workflow, and the messages that come from it, one by one. */
export async function connect(plane: Plane, options: ConnectOptions = {}) {
  const { headers = signed(), query = {}, runtimeArn = plane.arn } = options;
  const base = plane.endpoint.replace('http:', 'ws:');
  const path = `/runtimes/${encodeURIComponent(runtimeArn)}/ws?${new URLSearchParams(query)}`;
  const client = new WebSocket(base + path, { headers });
  const messages: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  client.on('message', (data) => {
    const message: unknown = JSON.parse(data.toString('utf8'));
    const next = waiting.shift();
    if (next) next(message);
    else messages.push(message);
  });
  const closed = new Promise<{ readonly code: number; readonly reason: string }>((resolve) =>
    client.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') })),
  );
  const upgraded = new Promise<IncomingMessage>((resolve) => client.on('upgrade', resolve));
  await new Promise<void>((resolve, reject) => client.on('open', resolve).on('error', reject));
  return {
    closed,
    headers: (await upgraded).headers,
    send: (body: unknown) => client.send(JSON.stringify(body)),
    next: async (): Promise<unknown> =>
      messages.length > 0 ? messages.shift() : new Promise((resolve) => waiting.push(resolve)),
    close: () => client.close(),
    terminate: () => client.terminate(),
  };
}

/** What a request for a WebSocket is answered with when it is refused. */
export async function refusal(plane: Plane, options: ConnectOptions): Promise<unknown> {
  const { headers = signed(), query = {}, runtimeArn = plane.arn } = options;
  const base = plane.endpoint.replace('http:', 'ws:');
  const path = `/runtimes/${encodeURIComponent(runtimeArn)}/ws?${new URLSearchParams(query)}`;
  return new Promise((resolve, reject) => {
    new WebSocket(base + path, { headers })
      .on('open', () => reject(new Error('It was not refused.')))
      .on('error', reject)
      .on('unexpected-response', async (_request, response) => {
        const body: unknown = JSON.parse(await text(response));
        resolve({ status: response.statusCode, name: response.headers['x-amzn-errortype'], ...Object(body) });
      });
  });
}

/** The header of a signature, which nobody checks here. */
export function signed(region = 'us-east-1'): Record<string, string> {
  const credential = `local/20260101/${region}/bedrock-agentcore/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

/** The query of a presigned address. */
export function presigned(
  options: { readonly atMs?: number; readonly expires?: string } = {},
): Record<string, string> {
  const { atMs = Date.now(), expires = '300' } = options;
  return {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'local/20260101/us-east-1/bedrock-agentcore/aws4_request',
    'X-Amz-Date': new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, ''),
    'X-Amz-Expires': expires,
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0',
  };
}
