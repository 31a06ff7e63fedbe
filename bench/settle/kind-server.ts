import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import type { Kind } from './kind.ts';

/**
 * Serves the pages of kinds on loopback, and below `/any/` what pages ask for. Parameters of the query say how:
 * `ms` how late, `body` what, `type` as what (an extension), `status`, `to` where.
 */
export async function startKindServer(kinds: readonly Kind[]): Promise<KindServer> {
  const files = new Map<string, string>([['/blank', BLANK]]);
  for (const kind of kinds) {
    if (files.has(`/${kind.name}/`)) throw new Error(`Two kinds are called ${kind.name}.`);
    for (const [name, text] of Object.entries(kind.files)) files.set(`/${kind.name}/${name}`, text);
  }
  const server = createServer((request, response) => {
    const asked = askedFor(request);
    const service = SERVICES[asked.path];
    const file = files.get(asked.path);
    setTimeout(() => {
      // Pages of other origins may read it.
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('cache-control', 'no-store');
      if (service !== undefined) service(asked, response);
      else if (file !== undefined) send(response, { text: file, type: path.extname(asked.path) || '.html' });
      else response.writeHead(404).end('not found');
    }, asked.delayMs);
  });
  server.on('upgrade', openSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return {
    blankUrl: `http://127.0.0.1:${port}/blank`,
    urlOf: (kind) => `http://127.0.0.1:${port}${kind.path}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}

export interface KindServer extends AsyncDisposable {
  /** A page with a button at the place where kinds have theirs, to warm a browser up. */
  readonly blankUrl: string;
  urlOf(kind: Kind): string;
}

const BLANK = '<!doctype html><title>Blank</title><button id=go style="width:120px;height:40px">Go</button>';

interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly delayMs: number;
}

function askedFor(request: IncomingMessage): Asked {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  return { path: url.pathname, query: url.searchParams, delayMs: Number(url.searchParams.get('ms') ?? 0) };
}

const SERVICES: Readonly<Record<string, (asked: Asked, response: ServerResponse) => void>> = {
  '/any/answer': ({ query }, response) => {
    response.statusCode = Number(query.get('status') ?? 200);
    send(response, { text: query.get('body') ?? '', type: `.${query.get('type') ?? 'txt'}` });
  },
  '/any/redirect': ({ query }, response) => {
    response.writeHead(302, { location: query.get('to') ?? '/' }).end();
  },
  /** Says whether the time `at` (in milliseconds since 1970) has come. */
  '/any/ready': ({ query }, response) => {
    send(response, { text: Date.now() < Number(query.get('at')) ? 'pending' : 'done', type: '.txt' });
  },
  /** Server-sent events that never end: `body` every `every` milliseconds. */
  '/any/events': ({ query }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    repeat(response, Number(query.get('every')), () => response.write(`data: ${query.get('body')}\n\n`));
  },
  /** Begins at once, and ends with `body` after `last` milliseconds. */
  '/any/parts': ({ query }, response) => {
    response.writeHead(200, { 'content-type': typeOf(`.${query.get('type') ?? 'txt'}`) });
    response.write(query.get('first') ?? 'first ');
    setTimeout(() => response.end(query.get('body')), Number(query.get('last')));
  },
  /** HTML that never ends. */
  '/any/endless': ({ query }, response) => {
    response.writeHead(200, { 'content-type': typeOf('.html') });
    response.write(query.get('body') ?? '');
    repeat(response, 200, () => response.write('<!-- more -->'));
  },
};

function repeat(response: ServerResponse, everyMs: number, say: () => void): void {
  const timer = setInterval(say, everyMs);
  response.on('close', () => clearInterval(timer));
}

function send(response: ServerResponse, { text, type }: { text: string; type: string }): void {
  response.setHeader('content-type', typeOf(type));
  response.end(text);
}

function typeOf(extension: string): string {
  const known: Readonly<Record<string, string>> = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.json': 'application/json',
    '.svg': 'image/svg+xml',
  };
  return known[extension] ?? 'text/plain; charset=utf-8';
}

/** A WebSocket that answers each message with `body` after `ms`, or says it every `every` milliseconds unasked. */
function openSocket(request: IncomingMessage, socket: Duplex): void {
  const { query, delayMs } = askedFor(request);
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const body = Buffer.from(query.get('body') ?? '');
  // One whole text message shorter than 126 bytes.
  const frame = Buffer.concat([Buffer.from([0x81, body.length]), body]);
  const say = (): void => {
    if (socket.writable) socket.write(frame);
  };
  const every = query.get('every');
  const timer = every === null ? undefined : setInterval(say, Number(every));
  socket.on('data', () => setTimeout(say, delayMs));
  socket.on('error', () => {});
  socket.on('close', () => clearInterval(timer));
}
