/** Who may talk to a local server: programs on this machine with AWS credentials, not web pages. Pure. */

import { LOCAL_REGION } from '../contract/local-account.ts';
import { localIdentityOf } from '../contract/local-credentials.ts';
import { SERVICE_NAME } from '../contract/protocol.ts';
import { isLoopbackAuthority } from '../core/loopback.ts';

/** Why a request is refused: HTTP status, AWS error name, message. */
export type Refusal = { readonly status: number; readonly name: string; readonly message: string };

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Refuses requests that a web page could have made: those for a host name that is not this machine (a name that an
 * attacker lets resolve to 127.0.0.1), and those that a browser marks as made by a page, even by one of this server, which
 * may be an object of somebody else. What a person types or pastes into the address bar is taken (`Sec-Fetch-Site: none`), and
 * so is a WebSocket of a page of this server: no page can sign it, so it has an address that was handed to it.
 *
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function refuseForeign(headers: Headers): Refusal | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (typeof host !== 'string' || !isLoopbackAuthority(host)) {
    return refusal(
      'AccessDeniedException',
      `Host "${host ?? ''}" is refused: local AWS answers only on 127.0.0.1 and localhost.`,
    );
  }
  const isOwnSocket = origin !== undefined && isWebSocket(headers) && isSameOrigin(origin, host);
  if (origin !== undefined && !isOwnSocket) {
    return refusal(
      'AccessDeniedException',
      `Origin "${origin}" is refused: local AWS takes no AWS requests from web pages.`,
    );
  }
  // Chromium says nothing of the kind with a WebSocket; Firefox does.
  if (site !== undefined && site !== 'none' && !(isOwnSocket && site === 'same-origin')) {
    return refusal(
      'AccessDeniedException',
      `Sec-Fetch-Site "${site}" is refused: local AWS takes no AWS requests from web pages. Open the address in a tab of its own.`,
    );
  }
  return undefined;
}

/**
 * Headers for answers whose content others have made: a browser that opens one runs nothing in it, gives it no origin, and
 * does not guess that it is a page.
 */
export const INERT_HEADERS = {
  'content-security-policy': 'sandbox',
  'x-content-type-options': 'nosniff',
} as const;

/** What a signature says; it is not checked. */
export interface Signature {
  readonly region: string;
  readonly accessKeyId: string;
  /** Whom local AWS handed the key to; `undefined` for keys that others have made up. */
  readonly localIdentity: string | undefined;
}

/** What the signature says of a request: in the header `Authorization`, or in the query of a presigned address. */
export interface SigningScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The name that the service is signed with, such as `nova-act`. */
  readonly service: string;
}

/**
 * Whom and what a request is signed for; `undefined` when it is not signed. Signature version 2 counts as well, which only
 * S3 still has: boto3 presigns with it unless it is told not to.
 *
 * @param request.url path and query
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
export function signingScopeOf(request: {
  readonly headers: Headers;
  readonly url?: string | undefined;
}): SigningScope | undefined {
  const { headers, url = '' } = request;
  const { authorization } = headers;
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const isInHeader = typeof authorization === 'string';
  const credential = isInHeader
    ? /^AWS4-HMAC-SHA256 Credential=([^\s,]+)/.exec(authorization)?.[1]
    : query.get('X-Amz-Credential');
  const scope = /^([^/\s]+)\/\d{8}\/([a-z0-9-]+)\/([A-Za-z0-9-]+)\/aws4_request$/.exec(credential ?? '');
  const [, accessKeyId, region, service] = scope ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) {
    const ofVersion2 = isInHeader
      ? /^AWS ([^\s:]+):/.exec(authorization)?.[1]
      : query.get('Signature') && query.get('AWSAccessKeyId');
    return ofVersion2
      ? { accessKeyId: ofVersion2, region: LOCAL_REGION, service: SERVICE_NAME.s3 }
      : undefined;
  }
  return { accessKeyId, region, service };
}

/** By whom and for which region a request is signed, or why it is refused. Signatures themselves are not checked. */
export function readSignature(options: {
  readonly headers: Headers;
  /** Path and query, for requests that may be presigned. @default - only those with the header are taken */
  readonly url?: string | undefined;
  readonly service: string;
}): Signature | { readonly refusal: Refusal } {
  const scope = signingScopeOf(options);
  if (scope === undefined) {
    return {
      refusal: refusal(
        'MissingAuthenticationTokenException',
        'The request is not signed with SigV4. Any credentials will do, such as those that local AWS prints when it starts.',
      ),
    };
  }
  const { region, accessKeyId, service } = scope;
  if (service !== options.service) {
    return {
      refusal: refusal(
        'InvalidSignatureException',
        `The request is signed for "${service}", should be for "${options.service}".`,
      ),
    };
  }
  return { region, accessKeyId, localIdentity: localIdentityOf(accessKeyId) };
}

function refusal(name: string, message: string): Refusal {
  return { status: 403, name, message };
}

/** Some programs name the server itself as the origin of a WebSocket, such as the package websocket-client of Python. */
function isWebSocket({ upgrade }: Headers): boolean {
  return String(upgrade).toLowerCase() === 'websocket';
}

function isSameOrigin(origin: string | string[], host: string): boolean {
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false;
  return new URL(origin).host === new URL(`http://${host}`).host;
}
