import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { STALL_TIMEOUT_MS } from '../when-answered.ts';

/** A request as libraries for the web take it, without its body, which was read before. */
export function webRequest(request: FastifyRequest, gone: Promise<void>): Request {
  const leaving = new AbortController();
  void gone.then(() => leaving.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && OF_MCP.test(name)) headers.set(name, value);
  }
  return new Request('http://localhost/', { method: request.method, headers, signal: leaving.signal });
}

/** What libraries of MCP read. */
const OF_MCP = /^(?:accept|content-type|mcp-.*)$/;

/** Sends what such a library answers. A caller who has gone, or takes nothing for a while, is no error. */
export async function sendWebResponse(response: Response, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.setTimeout(STALL_TIMEOUT_MS);
  raw.writeHead(response.status, Object.fromEntries(response.headers));
  raw.flushHeaders();
  if (response.body === null) raw.end();
  else await pipeline(chunksOf(response.body), raw).catch(() => undefined);
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
