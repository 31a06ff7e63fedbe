import { createHash } from 'node:crypto';
import { resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { isLoopbackUrl } from '../core/loopback.ts';
import { matchingCredentials } from '../service/matching-credentials.ts';
import type { ArtifactStore } from './artifact-store.ts';

/**
 * Objects of a bucket, with the credentials of the execution role. Two requests of S3's API are all that is needed, so
 * its client (which would be the largest part of every bundle) is not.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function s3Artifacts(options: S3ArtifactsOptions): ArtifactStore {
  const { bucket, region } = options;
  const { origin } = objectUrl({ ...options, key: '' });
  const signing = resolveAwsSdkSigV4Config({
    credentials: matchingCredentials({
      url: origin,
      isLoopback: isLoopbackUrl(origin),
      otherwise: defaultProvider(),
    }),
    region,
    sha256: Sha256,
    serviceId: 'S3',
    signingName: 's3',
    signingEscapePath: false,
    useFipsEndpoint: async () => false,
    useDualstackEndpoint: async () => false,
  });

  async function send(method: 'GET' | 'PUT', key: string, body?: string): Promise<Response> {
    const url = objectUrl({ ...options, key });
    const headers = {
      host: url.host,
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const request = new HttpRequest({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      headers,
      body,
    });
    const signer = await signing.signer();
    const signed = await signer.sign(request, { signingDate: new Date() });
    const { host: _host, ...sent } = signed.headers;
    // What is signed for one place must not be sent on to another.
    const init = {
      method,
      headers: sent,
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    } as const;
    return fetch(url, body === undefined ? init : { ...init, body });
  }

  /** Both requests may be repeated: they do the same thing again. */
  async function attempt(method: 'GET' | 'PUT', key: string, body?: string): Promise<string | undefined> {
    for (let count = 1; ; count += 1) {
      try {
        const response = await send(method, key, body);
        const text = await response.text();
        if (response.ok) return text;
        if (method === 'GET' && isAbsent(response, text)) return undefined;
        const error = explain(response, text, { bucket, method, key });
        if (response.status < 500 && response.status !== 429) throw error;
        if (count === MAX_ATTEMPTS) throw error;
      } catch (error) {
        if (error instanceof ArtifactStoreError || count === MAX_ATTEMPTS) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS * 2 ** count));
    }
  }

  return {
    async put(key, text) {
      await attempt('PUT', key, text);
    },
    get: (key) => attempt('GET', key),
  };
}

/** Where the objects are. */
export interface S3ArtifactsOptions {
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  readonly region: string;
  /** Another endpoint than that of AWS, such as local AWS. */
  readonly endpoint?: string | undefined;
}

const REQUEST_TIMEOUT_MS = 30_000;
/** With the first attempt. */
const MAX_ATTEMPTS = 3;
const RETRY_DELAY_MS = 300;

/** S3 did not do what was asked. */
export class ArtifactStoreError extends Error {
  override readonly name = 'ArtifactStoreError';
}

/**
 * S3 says 403 of an object that is not there to those who may not list the bucket, as the execution role may not; then it is
 * the right to list that it misses, if it says so at all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function isAbsent({ status }: Response, text: string): boolean {
  return status === 404 || (status === 403 && !/not authorized to perform: (?!s3:ListBucket\b)/.test(text));
}

/** AWS has the bucket in the host name, other endpoints in the path. */
function objectUrl(options: S3ArtifactsOptions & { readonly key: string }): URL {
  const { bucket, prefix, region, endpoint, key } = options;
  const path = prefix === '' ? key : `${prefix}/${key}`;
  if (endpoint !== undefined) return new URL(`${endpoint.replace(/\/$/, '')}/${bucket}/${path}`);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(`https://${bucket}.s3.${region}.${suffix}/${path}`);
}

function explain(
  { status }: Response,
  text: string,
  request: { readonly bucket: string; readonly method: string; readonly key: string },
): ArtifactStoreError {
  const { bucket, method, key } = request;
  const code = /<Code>([^<]+)<\/Code>/.exec(text)?.[1] ?? `HTTP ${status}`;
  const message = /<Message>([^<]+)<\/Message>/.exec(text)?.[1];
  const action = method === 'PUT' ? 's3:PutObject' : 's3:GetObject';
  const reason = message === undefined ? code : `${code} (${message})`;
  return new ArtifactStoreError(
    `${action} of ${key} in the artifact bucket ${bucket} failed: ${reason}. The execution role needs ${action} there.`,
  );
}
