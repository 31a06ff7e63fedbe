import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An identity provider on this machine, with a key of each common kind. */
export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly discoveryUrl: string;
  /** A token that is valid for a minute, with these claims over the usual ones. */
  token(claims?: Readonly<Record<string, unknown>>, options?: TokenOptions): string;
}

interface TokenOptions {
  /** @default 'RS256' */
  readonly alg?: Algorithm | 'none' | undefined;
  /** The claims are not those that were signed. */
  readonly isForged?: boolean | undefined;
}

type Algorithm = 'RS256' | 'PS256' | 'ES256';

/** Starts a provider with a configuration and a list of keys, as OpenID Connect has them. */
export async function startIdentityProvider(): Promise<IdentityProvider> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = { RS256: rsa, PS256: rsa, ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  const published = Object.entries(keys).map(([alg, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    ...{ alg, kid: alg, use: 'sig' },
  }));
  const server = createServer((request, response) => {
    const pages: Readonly<Record<string, unknown>> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: published },
    };
    const page = pages[request.url?.split('?')[0] ?? ''];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(page ?? {}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    token(claims = {}, { alg = 'RS256', isForged = false } = {}) {
      const nowSeconds = Math.floor(Date.now() / 1000);
      const usual = { iss: issuer, sub: 'ann', jti: randomUUID(), iat: nowSeconds, exp: nowSeconds + 60 };
      const text = [
        { alg, kid: alg, typ: 'JWT' },
        { ...usual, ...claims },
      ]
        .map(encoded)
        .join('.');
      if (alg === 'none') return `${text}.`;
      const more = alg === 'PS256' ? { padding: 6, saltLength: 32 } : { dsaEncoding: 'ieee-p1363' as const };
      const signed = Buffer.from(isForged ? `${text}x` : text);
      const signature = sign('sha256', signed, { key: keys[alg].privateKey, ...more });
      return `${text}.${signature.toString('base64url')}`;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
