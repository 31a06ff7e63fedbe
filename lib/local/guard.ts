/** Who may talk to a local server: programs on this machine with AWS credentials, not web pages. Pure. */

import { localIdentityOf } from '../contract/local-credentials.ts';
import { isLoopbackAuthority } from '../core/loopback.ts';

/** Why a request is refused: HTTP status, AWS error name, message. */
export type Refusal = { readonly status: number; readonly name: string; readonly message: string };

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Refuses requests that a web page could have made: those for a host name that is not this machine (a name that an
 * attacker lets resolve to 127.0.0.1), and those that a browser marks as coming from another origin.
 */
export function refuseForeign(headers: Headers): Refusal | undefined {
  const { host, origin } = headers;
  if (typeof host !== 'string' || !isLoopbackAuthority(host)) {
    return refusal(
      'AccessDeniedException',
      `Host "${host ?? ''}" is refused: local AWS answers only on 127.0.0.1 and localhost.`,
    );
  }
  if (origin !== undefined && !isSameOrigin(origin, host)) {
    return refusal(
      'AccessDeniedException',
      `Origin "${origin}" is refused: local AWS takes no requests from web pages of other origins.`,
    );
  }
  return undefined;
}

/** What a signature says; it is not checked. */
export interface Signature {
  readonly region: string;
  readonly accessKeyId: string;
  /** Whom local AWS handed the key to; `undefined` for keys that others have made up. */
  readonly localIdentity: string | undefined;
}

/** By whom and for which region a request is signed, or why it is refused. Signatures themselves are not checked. */
export function readSignature(options: {
  readonly headers: Headers;
  readonly service: string;
}): Signature | { readonly refusal: Refusal } {
  const { authorization } = options.headers;
  const scope =
    /^AWS4-HMAC-SHA256 Credential=([^/\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request\b/.exec(
      typeof authorization === 'string' ? authorization : '',
    );
  const [, accessKeyId, region, service] = scope ?? [];
  if (accessKeyId === undefined || region === undefined) {
    return {
      refusal: refusal(
        'MissingAuthenticationTokenException',
        'The request is not signed with SigV4. Any credentials will do, such as those that local AWS prints when it starts.',
      ),
    };
  }
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

/** What a call gets that the process of a runtime session sent in its last moment. */
export const SESSION_HAS_ENDED: Refusal = refusal(
  'AccessDeniedException',
  'The process of the runtime session that these credentials belong to has ended.',
);

function refusal(name: string, message: string): Refusal {
  return { status: 403, name, message };
}

function isSameOrigin(origin: string | string[], host: string): boolean {
  if (typeof origin !== 'string' || !URL.canParse(origin)) return false;
  return new URL(origin).host === new URL(`http://${host}`).host;
}
