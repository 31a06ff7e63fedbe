import { createHash } from 'node:crypto';
import { resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { escapeUri, HttpRequest } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, RequestSigner } from '@smithy/types';
import { isLoopbackUrl } from '../core/loopback.ts';
import { matchingCredentials } from './matching-credentials.ts';
import { clockOffsetMs, correctsClock, signingDate } from './signing-clock.ts';

/**
 * Makes what signs and sends requests to one service of AWS: for services of which one or two requests are all that is
 * needed, so that their clients need not become a part of every bundle.
 *
 * @throws DestinationError when `url` leads nowhere
 */
export function signedFetch(service: SignedService): (request: SignedRequest) => Promise<Response> {
  const signing = signerOf(service);
  return async ({ url, method, headers, body, signal }) => {
    const toSign = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: {
        host: url.host,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
        ...headers,
      },
      body,
    };
    const sentUrl = new URL(url);
    sentUrl.search = signedQuery(url);
    const signer = await signing();
    const send = async (offsetMs: number): Promise<Response> => {
      const signed = await signer.sign(new HttpRequest(toSign), { signingDate: signingDate(offsetMs) });
      const { host: _host, ...sent } = signed.headers;
      // What is signed for one place must not be sent on to another.
      const init = { method, headers: sent, redirect: 'manual', signal: signal ?? null } as const;
      return await fetch(sentUrl, body === undefined ? init : { ...init, body });
    };
    const offsetMs = clockOffsetMs();
    const response = await send(offsetMs);
    if (!correctsClock(response, offsetMs)) return response;
    await response.body?.cancel();
    return await send(clockOffsetMs());
  };
}

/**
 * What signs requests to one service of AWS.
 *
 * @throws DestinationError when `url` leads nowhere
 */
export function signerOf(service: SignedService): () => Promise<RequestSigner> {
  const { url, region, serviceId, signingName, escapesPath = true, given } = service;
  const { signer } = resolveAwsSdkSigV4Config({
    credentials: matchingCredentials({
      url,
      isLoopback: isLoopbackUrl(url),
      given,
      otherwise: given === undefined ? defaultProvider() : providerOf(given),
    }),
    region,
    sha256: Sha256,
    serviceId,
    signingName,
    signingEscapePath: escapesPath,
    useFipsEndpoint: async () => false,
    useDualstackEndpoint: async () => false,
  });
  return async () => await signer();
}

/** Whose requests are signed, and for what. */
export interface SignedService {
  /** Its origin. */
  readonly url: string;
  readonly region: string;
  readonly serviceId: string;
  readonly signingName: string;
  /** False for S3, whose paths are signed as they are. @default true */
  readonly escapesPath?: boolean | undefined;
  /** Not used on loopback, unless they are those of local AWS. @default the usual chain of the AWS SDK */
  readonly given?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
}

/** A request; each name in the query stands there once. */
export interface SignedRequest {
  readonly url: URL;
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The query as it is signed, with a space as %20: what is sent must be the same, and addresses have "+" there. */
function signedQuery({ searchParams }: URL): string {
  return [...searchParams].map((pair) => pair.map(escapeUri).join('=')).join('&');
}

function providerOf(
  given: AwsCredentialIdentity | AwsCredentialIdentityProvider,
): AwsCredentialIdentityProvider {
  return typeof given === 'function' ? given : async () => given;
}
