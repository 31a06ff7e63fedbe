import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** The client that the provider knows. */
export const CLIENT_ID = 'desk-page';

/**
 * An identity provider on loopback, as far as a sign-in by the code flow with PKCE needs one. It refuses what real ones refuse:
 * other clients and addresses than the registered ones, codes that were used, and a verifier that does not fit.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export async function startSignIn(): Promise<SignInStandIn> {
  const [keys, others] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  const codes = new Map<string, { readonly challenge: string; readonly redirectUri: string }>();
  const redirectUris: string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const token = async (given: TokenDetails = {}): Promise<string> => {
    const { key = 'own', expiresInSeconds = 600, ...claims } = given;
    const now = Math.floor(Date.now() / 1000);
    return await new SignJWT({ ...PERSON, iss: issuer, aud: CLIENT_ID, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID })
      .setIssuedAt(now - 1)
      .setExpirationTime(now + expiresInSeconds)
      .sign({ own: keys.privateKey, another: others.privateKey }[key] satisfies CryptoKey);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', issuer);
    const fields = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
    const json = (status: number, value: object): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' })
        .end(JSON.stringify(value));
    const at = `${request.method} ${url.pathname}`;
    if (at === 'GET /.well-known/openid-configuration') {
      json(200, {
        issuer,
        jwks_uri: `${issuer}/keys`,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
      });
    } else if (at === 'GET /keys') json(200, { keys: [jwk] });
    else if (at === 'GET /authorize') {
      const wrong = whyRefused(url.searchParams, redirectUris);
      response.writeHead(wrong === undefined ? 200 : 400, { 'content-type': 'text/html' });
      response.end(wrong ?? '<title>Sign in</title><form method="post"><button>I am Kim</button></form>');
    } else if (at === 'POST /authorize') {
      const [code, redirectUri] = [randomUUID(), url.searchParams.get('redirect_uri') ?? ''];
      if (whyRefused(url.searchParams, redirectUris) !== undefined) return json(400, {});
      codes.set(code, { challenge: url.searchParams.get('code_challenge') ?? '', redirectUri });
      const back = new URL(redirectUri);
      back.searchParams.set('code', code);
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      response.writeHead(303, { location: back.href }).end();
    } else if (at === 'POST /token') {
      const known = codes.get(fields.get('code') ?? '');
      codes.delete(fields.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(fields.get('code_verifier') ?? '')
        .digest('base64url');
      const isRight =
        known?.challenge === challenge &&
        known.redirectUri === fields.get('redirect_uri') &&
        fields.get('client_id') === CLIENT_ID;
      if (isRight) json(200, { access_token: await token(), token_type: 'Bearer', expires_in: 600 });
      else json(400, { error: 'invalid_grant' });
    } else json(404, {});
  }

  return {
    issuer,
    token,
    register: (redirectUri) => void redirectUris.push(redirectUri),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface SignInStandIn extends AsyncDisposable {
  readonly issuer: string;
  /** A token as people get it, unless something is said of it. */
  token(given?: TokenDetails): Promise<string>;
  /** Lets people be sent back to an address. */
  register(redirectUri: string): void;
}

interface TokenDetails extends JWTPayload {
  /** @default own */
  readonly key?: 'own' | 'another';
  /** @default 600 */
  readonly expiresInSeconds?: number;
}

const KEY_ID = 'one';

/** Who signs in. */
export const PERSON = { sub: 'user-1', email: 'kim@example.com', email_verified: true };

function whyRefused(asked: URLSearchParams, redirectUris: readonly string[]): string | undefined {
  if (asked.get('client_id') !== CLIENT_ID) return 'Another client.';
  if (!redirectUris.includes(asked.get('redirect_uri') ?? '')) return 'This address is not registered.';
  const isCodeFlow = asked.get('response_type') === 'code' && asked.get('code_challenge_method') === 'S256';
  return isCodeFlow && asked.has('code_challenge') ? undefined : 'Only the code flow with PKCE.';
}
