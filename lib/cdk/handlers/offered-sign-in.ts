import { messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';

/** How people sign in before they take over, as the construct says it. */
export interface OfferedSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly audience?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** @throws Error when the variable has something else */
export function offeredSignIn(
  environment: Readonly<Record<string, string | undefined>>,
): OfferedSignIn | undefined {
  const text = environment.SIGN_IN;
  if (text === undefined || text === '') return undefined;
  const value = parseJson(text);
  const { issuer, clientId, audience, scopes } = isRecord(value) ? value : {};
  if (typeof issuer !== 'string' || typeof clientId !== 'string')
    throw new Error('SIGN_IN has no issuer or no clientId; the construct writes it.');
  const names = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : undefined;
  return {
    issuer,
    clientId,
    ...(typeof audience === 'string' && { audience }),
    ...(names && { scopes: names }),
  };
}

/**
 * Where the page gets tokens: the provider says so, and it may be another host than that of its configuration.
 *
 * @returns nothing when it did not answer in time: whoever only answers questions need not wait for it
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export async function tokenOrigins({ issuer }: OfferedSignIn): Promise<readonly string[] | undefined> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_MS) });
    const configuration: unknown = await response.json();
    const endpoint = isRecord(configuration) ? configuration.token_endpoint : undefined;
    if (typeof endpoint !== 'string' || new URL(endpoint).protocol !== 'https:')
      throw new Error(`It has no token_endpoint with https (HTTP ${response.status}).`);
    return [new URL(endpoint).origin];
  } catch (error) {
    console.error(`The configuration of the sign-in cannot be read at ${url}: ${messageOf(error)}`);
    return undefined;
  }
}

const DISCOVERY_MS = 3_000;
