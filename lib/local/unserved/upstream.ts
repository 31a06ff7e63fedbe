import { ExplainedError } from '../../core/errors.ts';
import { isLoopbackUrl } from '../../core/loopback.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';

/**
 * Refuses what nothing can be passed on to.
 *
 * @param port of local AWS, 0 when it is not known yet
 * @throws ExplainedError
 */
export function checkUpstream(upstream: string, port: number): void {
  const url = URL.canParse(upstream) ? new URL(upstream) : undefined;
  if (
    url === undefined ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.pathname !== '/'
  ) {
    throw new ExplainedError({
      what: `The upstream "${withoutCredentials(upstream)}" is not the address of a server.`,
      allowed: 'It is http:// or https://, a host and a port, without a path.',
      fix: 'Write it like http://127.0.0.1:4566.',
    });
  }
  if (port !== 0 && url.port === String(port) && isLoopbackUrl(upstream)) {
    throw new ExplainedError({
      what: `The upstream ${upstream} is local AWS itself, which would pass requests on to itself.`,
      fix: 'Give the address of the other server, or another --port to local AWS.',
    });
  }
}
