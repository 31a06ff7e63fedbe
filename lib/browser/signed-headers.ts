import { type SignedService, signerOf } from '../service/signed-fetch.ts';
import { signingDate } from '../service/signing-clock.ts';

/** The headers that let a WebSocket connect to a stream of a service: those that sign (SigV4) the GET request with which it begins. */
export async function signedHeaders(given: {
  readonly service: SignedService;
  readonly url: string;
}): Promise<Record<string, string>> {
  const { hostname, host, port, pathname, searchParams, protocol } = new URL(given.url);
  const signer = await signerOf(given.service)();
  const request = {
    method: 'GET',
    protocol: protocol === 'ws:' ? 'http:' : 'https:',
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host },
  };
  const signed = await signer.sign(request, { signingDate: signingDate() });
  // The WebSocket client sends `host` itself.
  return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => name.toLowerCase() !== 'host'));
}
