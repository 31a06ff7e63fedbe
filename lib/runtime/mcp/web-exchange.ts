import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { STALL_TIMEOUT_MS } from '../when-answered.ts';

/** A request as libraries for the web take it, without its body, which was read before. */
export function webRequest(request: IncomingMessage, gone: Promise<void>): Request {
  const leaving = new AbortController();
  void gone.then(() => leaving.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && OF_MCP.test(name)) headers.set(name, value);
  }
  // Callers may send no content type or a wrong one.
  headers.set('content-type', 'application/json');
  const { method = 'GET' } = request;
  return new Request('http://localhost/', { method, headers, signal: leaving.signal });
}

/** What libraries of MCP read beside it. */
const OF_MCP = /^(?:accept|mcp-.*)$/;

/** Sends what such a library answers. A caller who has gone, or takes nothing for a while, is no error. */
export async function sendWebResponse(answer: Response, response: ServerResponse): Promise<void> {
  response.setTimeout(STALL_TIMEOUT_MS);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  if (answer.body === null) response.end();
  else await pipeline(chunksOf(answer.body), response).catch(() => undefined);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
