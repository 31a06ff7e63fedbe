import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackAuthority } from '../core/loopback.ts';
import { FORM_TYPE } from '../core/media-types.ts';

/**
 * Why a form is refused that a browser sends: because it does not come from a page of this very server. Pages of other sites can
 * send forms here, too, without reading the answer; browsers say by these headers where a form comes from, and no page can
 * change them. Pure.
 *
 * @returns `undefined` for a form of our own, whose token is still to be checked
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function refusalOfForm(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin, 'sec-fetch-site': site, 'content-type': type = '' } = headers;
  if (!isLoopbackAuthority(host)) return 'it was sent to a name that is not one of this machine';
  if (site !== 'same-origin') return `the browser says that it comes from elsewhere (${site ?? 'nothing'})`;
  if (typeof origin !== 'string' || origin !== `http://${host}`)
    return `it comes from the page of ${origin ?? 'nobody'}`;
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== FORM_TYPE) return 'it is not encoded as a form';
  return undefined;
}

/** What only the forms of this server have in them, each its own, so that no other page can make one. */
export class FormTokens {
  readonly #secret = randomBytes(32);

  /** For a form that is shown. */
  next(): string {
    return this.#signed(randomBytes(16).toString('base64url'));
  }

  /** The token that came with a form, if it is one of ours. Takes the same time whatever is wrong. */
  tokenIn(form: URLSearchParams): string | undefined {
    const given = form.getAll(TOKEN_FIELD);
    const [token = ''] = given;
    const ours = this.#signed(token.split('.', 1)[0] ?? '');
    return given.length === 1 && timingSafeEqual(digest(token), digest(ours)) ? token : undefined;
  }

  #signed(name: string): string {
    return `${name}.${createHmac('sha256', this.#secret).update(name).digest('base64url')}`;
  }
}

/** The hidden field with the token. */
export const TOKEN_FIELD = 'token';

/** Of equal length, as comparing in constant time wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
