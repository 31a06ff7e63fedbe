import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { BROWSER_TRACE } from '../../contract/browser-trace.ts';
import { protect } from '../protection.ts';
import { guardedWorker, ORIGINAL_WORKER } from './guarded-worker.ts';
import type { OpenedTraces } from './opened-traces.ts';
import { traceViewerFiles, VIEWER_FILE } from './trace-viewer-files.ts';
import { viewerPagePolicy, WORKER_POLICY } from './trace-viewer-policies.ts';

/**
 * A server of Playwright's trace viewer and of the traces that are opened in it, not yet listening.
 *
 * @throws TraceViewerMissingError
 */
export async function traceViewerApp(traces: Pick<OpenedTraces, 'get'>): Promise<{
  readonly app: FastifyInstance;
  /** The path of the page of a trace. */
  readonly pageOf: (token: string) => string;
}> {
  // The service worker stays in the browser when the server has gone, and must not answer for what gets its port later.
  const prefix = `/trace-viewer-${randomBytes(16).toString('hex')}/`;
  const files = traceViewerFiles();
  const worker = await readFile(files.get(VIEWER_FILE.worker) ?? '', 'utf8');
  const app = fastify({ forceCloseConnections: true });
  protect(app);
  app.addHook('onRequest', async (request, reply) => {
    const isOpened = request.headers['sec-fetch-mode'] === 'navigate';
    if (request.headers['sec-fetch-site'] === 'same-origin' || isOpened) return undefined;
    // Programs, and pages of other servers on this machine.
    return reply.code(403).type('text/plain').send('Only the trace viewer itself may ask for this.\n');
  });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .type('text/plain')
      .send('There is nothing here. Open the trace from the page of its run.\n'),
  );

  app.get<{ Params: { token: string } }>(`${prefix}traces/:token.zip`, (request, reply) => {
    const bytes = traces.get(request.params.token);
    if (bytes === undefined || request.headers['sec-fetch-mode'] === 'navigate') return reply.callNotFound();
    return reply.header('cache-control', 'no-store').type(BROWSER_TRACE.contentType).send(bytes);
  });
  app.get<{ Params: { '*': string } }>(`${prefix}*`, async (request, reply) => {
    const name = request.params['*'];
    reply.header('cache-control', 'no-store');
    if (name === VIEWER_FILE.worker) {
      return reply.header('content-security-policy', WORKER_POLICY).type(typeOf(name)).send(guardedWorker());
    }
    const file = files.get(name === ORIGINAL_WORKER ? VIEWER_FILE.worker : name);
    if (file === undefined) return reply.callNotFound();
    const content = await readFile(file);
    if (isPage(name)) {
      const policy = viewerPagePolicy({ markup: content.toString('utf8'), worker });
      reply.header('content-security-policy', policy);
    }
    return reply.type(typeOf(name)).send(content);
  });
  return {
    app,
    pageOf: (token) =>
      `${prefix}${VIEWER_FILE.page}?${new URLSearchParams({ trace: `traces/${token}.zip` })}`,
  };
}

/** Those that are needed; one more is of Playwright Test. */
function isPage(name: string): boolean {
  return name === VIEWER_FILE.page || name === VIEWER_FILE.snapshotPage;
}

function typeOf(name: string): string {
  return TYPES[path.extname(name)] ?? 'application/octet-stream';
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.webmanifest': 'application/manifest+json',
};
