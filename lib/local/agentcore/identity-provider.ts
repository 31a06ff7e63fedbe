import type { JSONWebKeySet } from 'jose';
import { fullMessageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { unauthorized } from './unauthorized.ts';

/**
 * What an identity provider says of itself: asked anew for each token, because one for tests may have other keys whenever it
 * is started.
 *
 * @param discoveryUrl of the authorizer
 * @throws AgentCoreError UnauthorizedException when it cannot be asked: without its keys no token is known to be good
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
 */
export async function providerOf(
  discoveryUrl: string,
): Promise<{ readonly issuer: string; readonly keys: JSONWebKeySet }> {
  const { issuer, jwks_uri: keysUrl } = await jsonAt(discoveryUrl);
  if (typeof issuer !== 'string' || typeof keysUrl !== 'string') {
    throw unreachable(discoveryUrl, 'its answer has no issuer and jwks_uri');
  }
  const { keys } = await jsonAt(keysUrl);
  if (!Array.isArray(keys)) throw unreachable(keysUrl, 'its answer has no keys');
  return { issuer, keys: { keys } };
}

async function jsonAt(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body: unknown = response.ok ? await response.json() : undefined;
    if (isRecord(body)) return body;
    throw new Error(response.ok ? 'its answer is no JSON object' : `HTTP ${response.status}`);
  } catch (error) {
    throw unreachable(url, fullMessageOf(error));
  }
}

const TIMEOUT_MS = 5000;

function unreachable(url: string, why: string): Error {
  return unauthorized(
    `Local AWS cannot get the keys of the identity provider from ${url}: ${why}. Without them it takes no token. To work offline, leave the authorizer out of what is deployed here: say it in the environments that need it, not in the catalog.`,
  );
}
