import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { OpenedTraces } from '../../lib/viewer/trace-viewer/opened-traces.ts';
import { TraceViewer } from '../../lib/viewer/trace-viewer/trace-viewer.ts';
import { storeTrace } from './recorded-trace.ts';
import { storeWithRun } from './sample-store.ts';
import { type Answer, ask, serveViewer } from './viewer-server.ts';

const OPENED = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' };
const ITSELF = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };
const BYTES = Buffer.from('a trace');

const viewer = new TraceViewer();
let page: URL;
beforeAll(async () => {
  page = new URL(await viewer.open(BYTES));
});
afterAll(() => viewer.close());

/** @param name below the folder of the page */
async function get(name: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return await ask(new URL(name, page).href, { headers });
}
const policyOf = ({ headers }: Answer): string => String(headers['content-security-policy']);

describe('the viewer of traces', () => {
  test('is on loopback at an address that nobody can guess, which service workers that stay are bound to', () => {
    expect(page.hostname).toBe('127.0.0.1');
    expect(page.pathname).toMatch(/^\/trace-viewer-[0-9a-f]{32}\/index\.html$/);
  });

  test('serves pages that may ask for nothing but what is its own', async () => {
    const answer = await get('index.html', OPENED);
    expect(answer.status).toBe(200);
    expect(policyOf(answer)).toMatch(
      /^default-src 'none'; script-src 'self' 'sha256-[^']+'; style-src 'self' 'sha256-[^']+'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(answer.headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  test('puts its service worker around that of Playwright', async () => {
    const worker = await get('sw.bundle.js', ITSELF);
    expect(policyOf(worker)).toBe("default-src 'none'; script-src 'self'; connect-src 'self'");
    const [, original = ''] = /importScripts\('\.\/(.*)'\)/.exec(worker.text) ?? [];
    expect((await get(original, ITSELF)).text).toContain('serveSnapshot');
  });

  test.each(['uiMode.html', 'nothing.js', '../traces', 'traces/../index.html/x', '..%2f..%2findex.js'])(
    'has no policy that lets %s do anything',
    async (name) => {
      const answer = await get(name, ITSELF);
      expect(policyOf(answer)).toBe("default-src 'none'; frame-ancestors 'none'");
    },
  );

  test('gives a trace to itself only, and none that was not opened', async () => {
    const trace = String(page.searchParams.get('trace'));
    const given = await get(trace, ITSELF);
    expect({ status: given.status, same: given.body.equals(BYTES) }).toEqual({ status: 200, same: true });
    expect(given.headers).toMatchObject({ 'content-type': 'application/zip', 'cache-control': 'no-store' });

    expect((await get(trace, {})).status).toBe(403);
    expect((await get(trace, { ...ITSELF, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await get(trace, { ...ITSELF, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get(trace, { ...ITSELF, host: 'evil.example' })).status).toBe(403);
    expect((await get(trace, OPENED)).status).toBe(404);
    expect((await get(`traces/${'0'.repeat(32)}.zip`, ITSELF)).status).toBe(404);
  });

  test('is in no frame of another page, but has frames of its own', async () => {
    const statusIn = async (site: string, dest: string): Promise<number> => {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': dest };
      return (await get('index.html', headers)).status;
    };
    expect(await statusIn('same-site', 'document')).toBe(200);
    expect(await statusIn('same-site', 'iframe')).toBe(403);
    expect(await statusIn('cross-site', 'object')).toBe(403);
    expect(await statusIn('same-origin', 'iframe')).toBe(200);
  });

  test('cannot be started again when it is closed', async () => {
    const closed = new TraceViewer();
    await closed.close();
    await expect(closed.open(BYTES)).rejects.toThrow('closed');
  });
});

describe('opened traces', () => {
  test('the oldest are forgotten when there are many, or when they are large', () => {
    const traces = new OpenedTraces();
    const first = traces.add(BYTES);
    const tokens = Array.from({ length: 20 }, () => traces.add(BYTES));
    expect(traces.get(first)).toBeUndefined();
    expect(tokens.filter((token) => traces.get(token) === undefined)).toEqual([]);
    const large = { byteLength: 300 * 1024 * 1024 } as Uint8Array;
    const kept = traces.add(large);
    expect(traces.get(kept)).toBe(large);
    expect(tokens.filter((token) => traces.get(token) !== undefined)).toEqual([]);
  });
});

describe('the address of a trace', () => {
  test('leads to the viewer of traces, which starts with the first and serves the others, too', async () => {
    using sample = storeWithRun();
    const zip = Buffer.from(SMALL_TRACE, 'base64');
    const place = storeTrace(sample, zip);
    await using server = await serveViewer(sample.store);
    const path = viewerPaths('/viewer').trace(place);
    const [first, second] = [await server.get(path), await server.get(path)];
    const [one, other] = [first, second].map(({ headers }) => new URL(String(headers.location)));
    expect([first.status, one?.host, one?.pathname]).toEqual([302, other?.host, other?.pathname]);
    expect(one?.search).not.toBe(other?.search);
    expect(one?.host).not.toBe(new URL(server.url).host);
    expect((await server.get(path, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });
});

/** A zip file with a `trace.trace` of one line. */
const SMALL_TRACE =
  'UEsDBBQAAAgAAAAAISgGsKHdAwAAAAMAAAALAAAAdHJhY2UudHJhY2V7fQpQSwECPwMUAAAIAAAAACEoBrCh3QMAAAADAAAACwAJAAAAAAAAAAAAtIEAAAAAdHJhY2UudHJhY2VVVAUAA4BDbThQSwUGAAAAAAEAAQBCAAAALAAAAAAA';
