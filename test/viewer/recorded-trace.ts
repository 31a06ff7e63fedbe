import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Browser, Page } from 'playwright-core';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { LOCAL_BUCKET } from '../../lib/contract/local-account.ts';
import { sessionKeys } from '../../lib/contract/session-keys.ts';
import { bucketDir } from '../../lib/local/s3/buckets.ts';
import type { BrowserTracePlace } from '../../lib/viewer/run-source.ts';
import { ACT, DEFINITION, PIXEL, RUN, SESSION } from './sample-store.ts';

/** What Playwright records of a page that a small site serves, while something is done in it. */
export async function recordTrace(options: {
  readonly browser: Browser;
  readonly site: Site;
  /** Below which the trace may be written. */
  readonly directory: string;
  readonly act: (page: Page) => Promise<unknown>;
}): Promise<Buffer> {
  const { browser, site, directory, act } = options;
  const file = path.join(directory, 'recorded.zip');
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    await context.tracing.start({ screenshots: true, snapshots: true });
    const page = await context.newPage();
    await page.goto(site.url);
    await act(page);
    await context.tracing.stop({ path: file });
    return readFileSync(file);
  } finally {
    await context.close();
  }
}

/** A trace whose snapshots have one more attribute at their headings. Playwright writes its name as it is. */
export async function forgeAttribute(bytes: Buffer, name: string): Promise<Buffer> {
  const zip = await yauzl.fromBufferPromise(bytes);
  const changed = new yazl.ZipFile();
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    const isTrace = entry.fileName.endsWith('.trace');
    changed.addBuffer(isTrace ? withAttribute(content, name) : content, entry.fileName);
  }
  changed.end();
  return await buffer(changed.outputStream);
}

function withAttribute(trace: Buffer, name: string): Buffer {
  const forged = `["H1",{${JSON.stringify(name)}:""}`;
  const text = trace.toString('utf8');
  if (!text.includes('["H1",{}')) throw new Error('The trace has no heading.');
  return Buffer.from(text.replaceAll('["H1",{}', () => forged));
}

/** A site on loopback that remembers who asked it for what. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** How many connections there were, also those that asked for nothing. */
  connections: number;
}

/** @param pages bodies by their paths; what ends with `.png` is a picture */
export async function serveSite(pages: Readonly<Record<string, string>>): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const name = request.url ?? '';
    asked.push(name);
    const isPicture = name.endsWith('.png');
    const type = isPicture
      ? 'image/jpeg'
      : name.endsWith('.json')
        ? 'application/json'
        : name.endsWith('.js')
          ? 'text/javascript'
          : 'text/html';
    response
      .writeHead(pages[name] === undefined && !isPicture ? 404 : 200, { 'content-type': type })
      .end(isPicture ? PIXEL : pages[name]);
  });
  const site: Site = {
    url: '',
    port: 0,
    asked,
    connections: 0,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  server.on('connection', () => {
    site.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(site, { url: `http://127.0.0.1:${port}/`, port });
}

/** Puts a trace where a session has stored it, that of the sample unless another is named. @returns its place */
export function storeTrace(
  { directory, place = { definitionName: DEFINITION, runId: RUN, sessionId: SESSION } }: TraceHome,
  bytes: Uint8Array,
  name = `act_${ACT}_trace.zip`,
): BrowserTracePlace {
  const { definitionName, runId, sessionId } = place;
  const below = sessionKeys({ workflowRunId: runId, sessionId }).split('/');
  const bucket = bucketDir({ stateDir: directory, bucket: LOCAL_BUCKET });
  const folder = path.join(bucket, definitionName, ...below);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), bytes);
  return { definitionName, runId, sessionId, name };
}

interface TraceHome {
  /** The state folder. */
  readonly directory: string;
  readonly place?: Omit<BrowserTracePlace, 'name'>;
}
