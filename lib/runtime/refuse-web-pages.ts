import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorDescription } from '../contract/error.ts';
import { isLoopbackHost } from '../core/loopback.ts';

/**
 * Refuses what a page in a browser on this machine sends, whatever address the host listens on: pages can send requests to
 * any port, and the browser of the workflow runs beside the host. Browsers mark what pages send; programs do not.
 *
 * @param isForPages - what pages may ask for all the same
 */
export function refuseWebPages(
  isForPages: (request: FastifyRequest) => boolean = () => false,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request, reply) => {
    if (!isOfPageHere(request) || isForPages(request)) return;
    await reply.code(403).send({ error: PAGES_REFUSED });
  };
}

/** Whether a page in a browser on this machine has sent it. */
export function isOfPageHere({ headers, raw }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  return (origin !== undefined || site !== undefined) && isFromThisMachine(raw.socket);
}

const PAGES_REFUSED: ErrorDescription = {
  name: 'Forbidden',
  message: 'Requests from web pages on this machine are refused: this host is for programs.',
};

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
