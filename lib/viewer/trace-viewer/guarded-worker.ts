import { INERT_POLICY, SNAPSHOT_POLICY } from './trace-viewer-policies.ts';

/**
 * The service worker of the viewer: that of Playwright, with a policy for whatever it shows as a page. A trace holds what hostile
 * pages have put into it, such as snapshots that they have made up, and is on the origin that can read the trace.
 *
 * - Documents have no policy of their server, because the worker makes them.
 * - No request passes the worker by, not even those with the header of Playwright that asks for it.
 * - Frames without an origin would be out of its reach: snapshots cannot make one, nor lead themselves to another page.
 */
export function guardedWorker(): string {
  return `
const listen = self.addEventListener.bind(self);
self.addEventListener = (type, listener, options) =>
  listen(type, type === 'fetch' ? (event) => answer(event, listener) : listener, options);

function answer(event, listener) {
  const { request, clientId, resultingClientId } = event;
  const respondWith = (response) => event.respondWith(guarded(request, response));
  if (request.headers.has('x-pw-serviceworker')) respondWith(fetch(request));
  else listener({ request, clientId, resultingClientId, respondWith });
}

async function guarded(request, answered) {
  const response = await answered;
  // What its server sends has policies of its own.
  if (request.mode !== 'navigate' || response.type !== 'default') return response;
  const headers = new Headers(response.headers);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('x-dns-prefetch-control', 'off');
  const { status } = response;
  const nonce = /'nonce-[0-9a-f]+'/.exec(headers.get('content-security-policy') ?? '');
  if (!isSnapshot(request.url) || nonce === null) {
    headers.set('content-security-policy', ${JSON.stringify(INERT_POLICY)});
    return new Response(response.body, { status, headers });
  }
  headers.set('content-security-policy', ${JSON.stringify(SNAPSHOT_POLICY)} + '; script-src ' + nonce[0]);
  return new Response(harmless(await response.text()), { status, headers });
}

function harmless(markup) {
  return markup
    .replace(/(?:srcdoc|http-equiv)(?=\\s*=)/gi, 'without-$&')
    .replace(/\\srel="[^"]*(?:preconnect|dns-prefetch)[^"]*"/gi, '');
}

function isSnapshot(url) {
  return new URL(url).pathname.startsWith(new URL(self.registration.scope).pathname + 'snapshot/');
}

importScripts('./${ORIGINAL_WORKER}');
`;
}

/** The name under which the service worker of Playwright is served. */
export const ORIGINAL_WORKER = 'playwright-sw.js';
