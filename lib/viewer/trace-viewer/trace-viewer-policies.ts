import { createHash } from 'node:crypto';

/**
 * The policy of a page of Playwright's viewer: everything from its own server and nothing else. It sets styles of elements,
 * such as the colours of console messages.
 *
 * @param page.markup of the page, for the scripts in it
 * @param page.worker source of the service worker, for the style of the blank page that stands in place of snapshots
 */
export function viewerPagePolicy(page: { readonly markup: string; readonly worker: string }): string {
  const scripts = hashesOf(page.markup, /<script>([\s\S]*?)<\/script>/g);
  const styles = hashesOf(page.worker, /<body><\/body><style>([^<]*)<\/style>/g);
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(' '),
    ["style-src 'self'", ...styles].join(' '),
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    // Of frames within snapshots their own policy has more to say.
    "frame-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The policy of the service worker, which answers for all that pages of the viewer and snapshots ask for. */
export const WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

/**
 * What a snapshot may do, but for the script of the viewer in it. It names pictures and styles of other servers, which the
 * service worker answers from the trace; frames within it that it would not answer for are not shown.
 */
export const SNAPSHOT_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline' http: https: data: blob:",
  'img-src http: https: data: blob:',
  'media-src http: https: data: blob:',
  'font-src http: https: data: blob:',
  "frame-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin allow-scripts',
].join('; ');

/** Of all else that is in a trace and is opened as a page. */
export const INERT_POLICY = "default-src 'none'; sandbox";

function hashesOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(
    ([, inline = '']) => `'sha256-${createHash('sha256').update(inline).digest('base64')}'`,
  );
}
