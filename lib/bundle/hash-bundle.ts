import { createHash } from 'node:crypto';

/** The identity of a bundle: SHA-256 of `main.mjs`, without the source map, in hex. */
export function hashBundle(code: string | Uint8Array): string {
  return createHash('sha256').update(code).digest('hex');
}
