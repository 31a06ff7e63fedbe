import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkToken } from '../../../lib/local/agentcore/check-token.ts';
import type { RuntimeAuthorizer } from '../../../lib/local/agentcore/runtime-authorizer.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider();
});
afterAll(async () => {
  await provider[Symbol.asyncDispose]();
});

/** Why a token is refused; `undefined` when it is taken. */
async function whyNot(
  token: string,
  authorizer: Partial<RuntimeAuthorizer> = {},
): Promise<string | undefined> {
  try {
    await checkToken(token, { discoveryUrl: provider.discoveryUrl, ...authorizer });
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: 'UnauthorizedException', status: 401 });
    const { message } = error as Error;
    for (const part of token.split('.').slice(1)) if (part !== '') expect(message).not.toContain(part);
    return message;
  }
}

test.each(['RS256', 'PS256', 'ES256'] as const)(
  'a token that its provider has signed by %s is taken',
  async (alg) => {
    expect(await whyNot(provider.token({}, { alg }))).toBeUndefined();
  },
);

test.each<[string, () => string, RegExp]>([
  ['that was changed', () => provider.token({}, { isForged: true }), /signature verification failed/],
  ['without a signature', () => provider.token({}, { alg: 'none' }), /"alg"/],
  ['that has expired', () => provider.token({ exp: 1 }), /Token has expired/],
  ['without an end', () => provider.token({ exp: undefined }), /"exp"/],
  ['that is of the future', () => provider.token({ nbf: 9e9 }), /"nbf"/],
  ['of another issuer', () => provider.token({ iss: 'https://x.example' }), /"iss"/],
  ['of one part', () => 'sesame', /Invalid Compact JWS/],
])('a token %s is not, and the reason is told', async (_, token, reason) => {
  expect(await whyNot(token())).toMatch(reason);
});

describe('of each list that the authorizer has, a token needs a value', () => {
  test.each<[Partial<RuntimeAuthorizer>, Readonly<Record<string, unknown>>]>([
    [{}, {}],
    [{ allowedAudience: ['a', 'b'] }, { aud: ['x', 'b'] }],
    [{ allowedClients: ['shop'] }, { client_id: 'shop' }],
    [{ allowedScopes: ['shop/buy'] }, { scope: 'shop/look shop/buy' }],
    [{ allowedScopes: ['buy'] }, { scp: ['buy'] }],
    [
      { allowedAudience: ['a'], allowedClients: ['c'] },
      { aud: 'a', client_id: 'c' },
    ],
  ])('%j takes %j', async (authorizer, claims) => {
    expect(await whyNot(provider.token(claims), authorizer)).toBeUndefined();
  });

  test.each<[Partial<RuntimeAuthorizer>, Readonly<Record<string, unknown>>, RegExp]>([
    [
      { allowedAudience: ['a'] },
      { aud: 'x' },
      /Claim 'aud' value mismatch .*has x; the authorizer takes a\.$/,
    ],
    [{ allowedClients: ['shop', 'till'] }, {}, /Claim 'client_id' .* has none; .* takes shop, till\.$/],
    [{ allowedScopes: ['buy'] }, { scope: 'buying' }, /Claim 'scope' value mismatch/],
    [{ allowedAudience: ['a'], allowedClients: ['c'] }, { aud: 'a', client_id: 'x' }, /Claim 'client_id'/],
    [{ unchecked: 'CustomClaims are not checked here.' }, {}, /CustomClaims are not checked here/],
  ])('%j does not take %j', async (authorizer, claims, reason) => {
    expect(await whyNot(provider.token(claims), authorizer)).toMatch(reason);
  });
});

test.each([
  ['cannot be reached', 'http://127.0.0.1:2', /ECONNREFUSED/],
  ['is not there', '/elsewhere', /HTTP 404/],
  ['says nothing of keys', '/keys?', /has no issuer and jwks_uri/],
])('when a provider %s, no token is taken', async (_, place, reason) => {
  const base = place.startsWith('/') ? `${provider.issuer}${place}` : place;
  const discoveryUrl = place.endsWith('?') ? base : `${base}/.well-known/openid-configuration`;
  const why = await whyNot(provider.token(), { discoveryUrl });
  expect(why).toMatch(/Local AWS cannot get the keys .* Without them it takes no token\./);
  expect(why).toMatch(reason);
});
