import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from '../core/loopback.ts';
import { jsonAnswer } from './answer.ts';

/**
 * Whether a page in a browser on this machine has sent a request. It is refused, whatever address the host listens on: pages can
 * send requests to any port, and the browser of the workflow runs beside the host. Browsers mark what pages send; programs do not.
 */
export function isOfPageHere({ headers, socket }: IncomingMessage): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  return (origin !== undefined || site !== undefined) && isFromThisMachine(socket);
}

/** What such a page is answered. */
export const PAGES_REFUSED = jsonAnswer(403, {
  error: {
    name: 'Forbidden',
    message: 'Requests from web pages on this machine are refused: this host is for programs.',
  },
});

/** The ends of a connection; see `net.Socket`. */
export interface ConnectionEnds {
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
}

/** Whether a connection comes from the machine that it goes to: by loopback, or by an address of its own. */
export function isFromThisMachine({ remoteAddress, localAddress }: ConnectionEnds): boolean {
  // A connection without an address has been closed already, or is a pipe.
  if (remoteAddress === undefined) return true;
  const peer = plainAddress(remoteAddress);
  return isLoopbackHost(peer) || (localAddress !== undefined && peer === plainAddress(localAddress));
}

/** As sockets that take both versions of IP write an address of version 4. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=[\d.]+$)/i, '').toLowerCase();
}
