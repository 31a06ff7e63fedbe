import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one path: HTML, or whatever the function does. */
export type Route = string | ((request: IncomingMessage, response: ServerResponse) => void);

export interface PageServer {
  readonly origin: string;
  /** The same server under another host name: another origin for browsers. */
  readonly otherOrigin: string;
  /** Serves `html` under a new address and returns its URL. */
  page(html: string, headers?: Record<string, string>): string;
  /** Serves a path. */
  route(path: string, route: Route): void;
  close(): Promise<void>;
}

/** A web server on this machine for the pages that a test makes up. */
export async function startPageServer(host = '127.0.0.1'): Promise<PageServer> {
  const routes = new Map<string, Route>();
  const server = createServer((request, response) => {
    const route = routes.get((request.url ?? '').split('?')[0] ?? '');
    if (route === undefined) response.writeHead(404).end('not found');
    else if (typeof route === 'string')
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(route);
    else route(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host}:${port}`;
  let count = 0;
  return {
    origin,
    otherOrigin: `http://localhost:${port}`,
    page: (html, headers) => {
      count += 1;
      const path = `/page-${count}`;
      routes.set(path, (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
          .end(`<!doctype html>${html}`),
      );
      return origin + path;
    },
    route: (path, route) => {
      routes.set(path, route);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}

/** Answers after `delayMs`. */
export function answerAfter(delayMs: number, body: string): Route {
  return (_request, response) => {
    setTimeout(
      () => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body),
      delayMs,
    );
  };
}
