import type { FastifyInstance } from 'fastify';

/** The address of a server on loopback that listens. @throws Error when it does not */
export function serverAddress(app: FastifyInstance): string {
  const address = app.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port.');
  return `http://127.0.0.1:${address.port}`;
}
