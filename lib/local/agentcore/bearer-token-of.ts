import type { IncomingHttpHeaders } from 'node:http';

/** The token that a request shows; `undefined` when it shows none, be it signed or not. */
export function bearerTokenOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^bearer +(.*)$/i.exec(authorization ?? '')?.[1]?.trim();
}
