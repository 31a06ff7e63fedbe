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

/**
 * The sign-in, if it can be used. One that cannot be, as of a parameter that is empty, costs take-overs and nothing else: people can
 * still answer. The log says so once.
 */
export function usableSignIn(
  environment: Readonly<Record<string, string | undefined>>,
  log: (line: string) => void = console.error,
): OfferedSignIn | undefined {
  const text = environment.SIGN_IN;
  if (text === undefined || text === '') return undefined;
  try {
    return offeredSignIn(text);
  } catch (error) {
    if (!told.has(text)) log(`Nobody can sign in, and so nobody can take over: ${messageOf(error)}`);
    told.add(text);
    return undefined;
  }
}

const told = new Set<string>();

/** @throws Error that says what is wrong with it */
function offeredSignIn(text: string): OfferedSignIn {
  const value = parseJson(text);
  const { issuer, clientId, audience, scopes } = isRecord(value) ? value : {};
  if (typeof issuer !== 'string' || typeof clientId !== 'string')
    throw new Error('SIGN_IN is no JSON object with issuer and clientId; the construct writes it.');
  if (originOf(issuer) === undefined)
    throw new Error(
      `The issuer of signIn is ${JSON.stringify(issuer)}; allowed is an address such as "https://sign-in.example.com". Look at the value or the parameter that it was deployed with.`,
    );
  if (clientId.trim() === '')
    throw new Error(
      'The clientId of signIn is empty; allowed is the id of a client of its issuer. Look at the value or the parameter that it was deployed with.',
    );
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
    const origin = typeof endpoint === 'string' ? originOf(endpoint) : undefined;
    if (!origin?.startsWith('https:'))
      throw new Error(`It has no token_endpoint with https (HTTP ${response.status}).`);
    return [origin];
  } catch (error) {
    console.error(`The configuration of the sign-in cannot be read at ${url}: ${messageOf(error)}`);
    return undefined;
  }
}

/** Of an address, if the policy of a page can name it: hosts may have a semicolon. */
function originOf(address: string): string | undefined {
  const origin = URL.canParse(address) ? new URL(address).origin : '';
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : undefined;
}

const DISCOVERY_MS = 3_000;
