import type { FastifyInstance } from 'fastify';
import { isLoopbackAuthority } from '../core/loopback.ts';

/**
 * Keeps the pages to readers on this machine: refuses requests under a foreign name (DNS rebinding) and requests that
 * another site makes, and tells the browser to run nothing but what the page itself permits.
 */
export function protect(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    if (!isLoopbackAuthority(request.headers.host)) {
      return reply
        .code(403)
        .type('text/plain')
        .send('The viewer answers only under names of this machine, such as localhost.\n');
    }
    const site = request.headers['sec-fetch-site'];
    // A frame is navigated, too; only what a whole tab shows is a link that somebody opened.
    const isLink =
      request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
    // The same site is also other ports of this machine, such as that of the viewer of traces.
    if ((site === 'cross-site' || site === 'same-site') && !isLink) {
      return reply.code(403).type('text/plain').send('The viewer is not for other sites.\n');
    }
    return undefined;
  });
}

/** The policy of a page: nothing from elsewhere, no style or script but those with the nonce. */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
