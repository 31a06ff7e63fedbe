import type { JWTPayload } from 'jose';
import { hasCode, messageOf } from '../../core/errors.ts';
import { providerOf } from './identity-provider.ts';
import type { RuntimeAuthorizer } from './runtime-authorizer.ts';
import { unauthorized } from './unauthorized.ts';

/**
 * Lets in who shows a token that the authorizer of a runtime takes: signed by its identity provider, of its issuer, valid now,
 * and with a value of each list that the authorizer has.
 *
 * @throws AgentCoreError UnauthorizedException, which says what the token lacks, and never has the token
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html
 */
export async function checkToken(token: string, authorizer: RuntimeAuthorizer): Promise<void> {
  if (authorizer.unchecked !== undefined) throw unauthorized(authorizer.unchecked);
  const claims = await verified(token, authorizer.discoveryUrl);
  const { allowedAudience, allowedClients, allowedScopes } = authorizer;
  for (const [claim, allowed, given] of [
    ['aud', allowedAudience, textsIn(claims.aud)],
    ['client_id', allowedClients, textsIn(claims.client_id)],
    ['scope', allowedScopes, [...wordsIn(claims.scope), ...wordsIn(claims.scp)]],
  ] as const) {
    if (allowed === undefined || given.some((value) => allowed.includes(value))) continue;
    const got = given.length === 0 ? 'The token has none' : `The token has ${given.join(', ')}`;
    // The first sentence is that of the service.
    throw unauthorized(
      `Claim '${claim}' value mismatch with configuration. ${got}; the authorizer takes ${allowed.join(', ')}.`,
    );
  }
}

/** The claims of a token that its provider has signed, and that is valid now. */
async function verified(token: string, discoveryUrl: string): Promise<JWTPayload> {
  const { issuer, keys } = await providerOf(discoveryUrl);
  // Loaded on use: few runtimes have an authorizer.
  const { createLocalJWKSet, jwtVerify } = await import('jose');
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
    });
    return payload;
  } catch (error) {
    const why = hasCode(error, 'ERR_JWT_EXPIRED') ? 'Token has expired' : messageOf(error);
    throw unauthorized(`${why} (the provider is ${issuer}).`);
  }
}

/** Those with a public key: who can check a token must not be able to make one. */
const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA'.split(' ');

function textsIn(claim: unknown): readonly string[] {
  return (Array.isArray(claim) ? claim : [claim]).filter((value) => typeof value === 'string');
}

/** Scopes stand in one text with blanks between them, or in a list. */
function wordsIn(claim: unknown): readonly string[] {
  return textsIn(claim).flatMap((text) => text.split(' '));
}
