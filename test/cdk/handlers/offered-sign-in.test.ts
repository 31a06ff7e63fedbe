import { describe, expect, jest, test } from '@jest/globals';
import { offeredSignIn, tokenOrigins } from '../../../lib/cdk/handlers/offered-sign-in.ts';
import { startLoopbackServer } from './support/loopback-server.ts';

const clientId = 'page';

describe('the sign-in that the construct writes', () => {
  test('is read with its audience and scopes, and may be absent', () => {
    const signIn = {
      issuer: 'https://sign-in.example',
      clientId,
      audience: 'desk',
      scopes: ['openid', 'email'],
    };
    expect(offeredSignIn({ SIGN_IN: JSON.stringify({ ...signIn, other: 1 }) })).toEqual(signIn);
    expect(offeredSignIn({})).toBeUndefined();
    expect(offeredSignIn({ SIGN_IN: '' })).toBeUndefined();
  });

  test.each(['no JSON', '{}', '{"issuer":"https://sign-in.example"}', '[]'])(
    'is nothing else: %s',
    (text) => {
      expect(() => offeredSignIn({ SIGN_IN: text })).toThrow(/SIGN_IN/);
    },
  );
});

describe('where tokens come from', () => {
  async function originsOf(configuration: string, status = 200) {
    const paths: (string | undefined)[] = [];
    await using server = await startLoopbackServer(({ url }) => {
      paths.push(url);
      return { status, body: configuration };
    });
    const error = jest.spyOn(console, 'error').mockImplementation(() => {});
    const origins = await tokenOrigins({ issuer: `${server.url}/pool/`, clientId });
    error.mockRestore();
    return { origins, paths };
  }

  test('says the provider', async () => {
    const configuration = { token_endpoint: 'https://pool.auth.example/oauth2/token' };
    expect(await originsOf(JSON.stringify(configuration))).toEqual({
      origins: ['https://pool.auth.example'],
      paths: ['/pool/.well-known/openid-configuration'],
    });
  });

  test.each([
    ['no JSON', 'sorry'],
    ['nothing', '{}'],
    ['no address', '{"token_endpoint":"no address"}'],
    ['no https', '{"token_endpoint":"http://pool.example/token"}'],
    ['a policy of its own', '{"token_endpoint":"javascript:alert(1)"}'],
  ])('is not known when it says %s', async (_what, configuration) => {
    expect((await originsOf(configuration)).origins).toBeUndefined();
  });
});
