import { describe, expect, jest, test } from '@jest/globals';
import { tokenOrigins, usableSignIn } from '../../../lib/cdk/handlers/offered-sign-in.ts';
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
    expect(usableSignIn({ SIGN_IN: JSON.stringify({ ...signIn, other: 1 }) })).toEqual(signIn);
    expect(usableSignIn({})).toBeUndefined();
    expect(usableSignIn({ SIGN_IN: '' })).toBeUndefined();
  });

  test.each([
    'no JSON',
    '{}',
    '{"issuer":"https://sign-in.example"}',
    '[]',
    '{"issuer":"","clientId":"page"}',
    '{"issuer":"sign-in.example","clientId":"page"}',
    '{"issuer":"javascript:alert(1)","clientId":"page"}',
    `{"issuer":"https://a;script-src 'unsafe-inline'","clientId":"page"}`,
    '{"issuer":"https://a;b.example","clientId":"page"}',
    '{"issuer":"https://sign-in.example","clientId":" "}',
  ])('is none, and the log says why once, when it cannot be used: %s', (text) => {
    const log: string[] = [];
    const asked = [1, 2].map(() => usableSignIn({ SIGN_IN: text }, (line) => log.push(line)));
    expect(asked).toEqual([undefined, undefined]);
    expect(log).toEqual([expect.stringMatching(/^Nobody can sign in, .*: .*(SIGN_IN|signIn)/)]);
  });
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
    ['a host that no policy can name', '{"token_endpoint":"https://a;b.example/token"}'],
  ])('is not known when it says %s', async (_what, configuration) => {
    expect((await originsOf(configuration)).origins).toBeUndefined();
  });
});
