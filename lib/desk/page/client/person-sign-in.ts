import * as oauth from 'oauth4webapi';
import { isRecord } from '../../../core/is-record.ts';
import { isLoopbackUrl } from '../../../core/loopback.ts';
import type { DeskSignIn } from '../desk-page.ts';
import { TabMemory } from './tab-memory.ts';

/**
 * Signs people in by OpenID Connect: the code flow with PKCE, by leaving the page and coming back to it. What it gives stays in this
 * tab.
 */
export class PersonSignIn {
  readonly #settings: DeskSignIn;
  readonly #pageUrl: URL;

  /** @param pageUrl - without what stands behind `?` and `#`: the redirect URI */
  constructor(settings: DeskSignIn, pageUrl: URL) {
    this.#settings = settings;
    this.#pageUrl = pageUrl;
  }

  /** What is shown to the desk. Undefined when nobody has signed in here, or that has expired. */
  token(): string | undefined {
    const kept = storedRecord(TOKEN_KEY);
    const { token, expiresAt } = kept;
    if (typeof token !== 'string') return undefined;
    return typeof expiresAt === 'number' && expiresAt < Date.now() ? undefined : token;
  }

  forget(): void {
    TabMemory.forget(TOKEN_KEY);
  }

  /**
   * Leaves the page.
   *
   * @throws SignInError when the issuer cannot be asked
   */
  async begin(): Promise<void> {
    const server = await this.#discover();
    if (server.authorization_endpoint === undefined)
      throw new SignInError(`${this.#settings.issuer} has no page to sign in.`);
    const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
    // Without it, whoever comes back could not be told from one who was sent here by another site.
    if (!TabMemory.write(PENDING_KEY, JSON.stringify({ verifier, state })))
      throw new SignInError(
        'This browser keeps nothing for this page. Allow it to store data, or use another.',
      );
    const url = new URL(server.authorization_endpoint);
    const { clientId, audience } = this.#settings;
    const parameters = {
      client_id: clientId,
      redirect_uri: this.#pageUrl.href,
      response_type: 'code',
      scope: (this.#settings.scopes ?? ['openid']).join(' '),
      // Some providers give tokens that only they can read, unless they are told for whom.
      ...(audience !== undefined && { audience }),
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    location.assign(url);
  }

  /**
   * Takes what the issuer has sent people back with.
   *
   * @param address - the whole address that they came back to
   * @throws SignInError when they are not signed in, or did not begin it in this tab
   */
  async finish(address: URL): Promise<void> {
    const { verifier, state } = storedRecord(PENDING_KEY);
    TabMemory.forget(PENDING_KEY);
    if (typeof verifier !== 'string' || typeof state !== 'string')
      throw new SignInError('This sign-in was not begun in this tab. Sign in again from here.');
    try {
      const server = await this.#discover();
      const client = { client_id: this.#settings.clientId };
      const parameters = oauth.validateAuthResponse(server, client, address, state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        parameters,
        this.#pageUrl.href,
        verifier,
        this.#requestOptions(),
      );
      const { access_token: token, expires_in: seconds } = await oauth.processAuthorizationCodeResponse(
        server,
        client,
        response,
      );
      const expiresAt = seconds === undefined ? undefined : Date.now() + seconds * 1_000;
      TabMemory.write(TOKEN_KEY, JSON.stringify({ token, expiresAt }));
    } catch (error) {
      throw signInError(error);
    }
  }

  async #discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.#settings.issuer);
    try {
      const response = await oauth.discoveryRequest(issuer, this.#requestOptions());
      return await oauth.processDiscoveryResponse(issuer, response);
    } catch (error) {
      throw signInError(error);
    }
  }

  /** Issuers on this machine have no certificates. */
  #requestOptions(): { [oauth.allowInsecureRequests]: boolean; signal: AbortSignal } {
    return {
      [oauth.allowInsecureRequests]: isLoopbackUrl(this.#settings.issuer),
      signal: AbortSignal.timeout(ISSUER_PATIENCE_MS),
    };
  }
}

/** Why somebody is not signed in, for people. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** Whether people come back from a sign-in with this address. */
export function isSignInReturn({ searchParams }: URL): boolean {
  return searchParams.has('state') && (searchParams.has('code') || searchParams.has('error'));
}

const TOKEN_KEY = 'sign-in.token';
const PENDING_KEY = 'sign-in.pending';
const ISSUER_PATIENCE_MS = 15_000;

function storedRecord(key: string): Readonly<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(TabMemory.read(key) ?? 'null');
    return isRecord(stored) ? stored : {};
  } catch {
    return {};
  }
}

function signInError(error: unknown): SignInError {
  if (error instanceof SignInError) return error;
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError) {
    const told = error.error_description ?? error.error;
    return new SignInError(
      error.error === 'access_denied' ? `You did not sign in: ${told}.` : `The sign-in was refused: ${told}.`,
    );
  }
  if (error instanceof TypeError)
    return new SignInError('The sign-in could not be reached, or does not let this page ask it.');
  return new SignInError(
    `The sign-in did not answer as it should: ${error instanceof Error ? error.message : String(error)}`,
  );
}
