import { randomUUID } from 'node:crypto';
import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { NODE_MAX_ATTEMPT_CONFIG_OPTIONS } from '@smithy/core/retry';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { HEADER } from '../contract/headers.ts';
import { DEFAULT_REGION, SERVICE_NAME } from '../contract/protocol.ts';
import { nameOf } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { fewAttempts } from '../service/few-attempts.ts';
import { isRefusedForNow, isThrottling, RefusedRequest } from '../service/refused-request.ts';
import { serviceUrl } from '../service/service-url.ts';
import { type SignedService, signedFetch } from '../service/signed-fetch.ts';
import { AGENT_CORE_ID } from '../service/stop-own-session.ts';

/**
 * Sessions of AgentCore Browser. Three requests are all that is needed, so the client of AgentCore is not a part of every bundle. Each has
 * a token by which one that is sent again happens once.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_StartBrowserSession.html
 */
export class AgentCoreSessions {
  /** Whose requests are signed, and for what: also of those that join a stream. */
  readonly service: SignedService;
  readonly #send: ReturnType<typeof signedFetch>;

  private constructor(service: SignedService) {
    this.service = service;
    this.#send = signedFetch(service);
  }

  /** @throws DestinationError when what is configured leads nowhere */
  static async at(place: {
    /** @default - of the environment or the profile, then us-east-1 */
    readonly region?: string | undefined;
    /** @default - that of the environment, the profile or the region */
    readonly endpoint?: string | undefined;
    readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  }): Promise<AgentCoreSessions> {
    const { url, region } = await serviceUrl({
      serviceId: AGENT_CORE_ID,
      host: SERVICE_NAME.agentCore,
      region: place.region ?? (await configuredRegion()),
      endpoint: place.endpoint,
    });
    return new AgentCoreSessions({
      url,
      region,
      serviceId: AGENT_CORE_ID,
      signingName: SERVICE_NAME.agentCore,
      given: place.credentials,
    });
  }

  /** @throws BrowserSessionError, or what the network says */
  async start(asked: StartedSession, signal?: AbortSignal): Promise<BrowserSession> {
    const { browserIdentifier, profileIdentifier, ...body } = asked;
    const answer = await this.#put(
      ['browsers', browserIdentifier, 'sessions', 'start'],
      { ...body, ...(profileIdentifier !== undefined && { profileConfiguration: { profileIdentifier } }) },
      { signal },
    );
    const { sessionId, streams } = answer;
    if (typeof sessionId !== 'string') throw this.#notAgentCore(200);
    const stream = isRecord(streams) && isRecord(streams.automationStream) ? streams.automationStream : {};
    const { streamEndpoint } = stream;
    return { sessionId, streamUrl: typeof streamEndpoint === 'string' ? streamEndpoint : undefined };
  }

  /** @throws BrowserSessionError, or what the network says */
  async stop(session: SessionOfBrowser, signal: AbortSignal): Promise<void> {
    const { browserIdentifier, sessionId } = session;
    await this.#put(
      ['browsers', browserIdentifier, 'sessions', 'stop'],
      {},
      { query: { sessionId }, signal },
    );
  }

  /**
   * Keeps what the browser of a session has in a profile.
   *
   * @param clientToken the same for all requests to save once
   * @throws BrowserSessionError, or what the network says
   */
  async saveProfile(
    profileId: string,
    session: SessionOfBrowser & { readonly clientToken: string },
    signal: AbortSignal,
  ): Promise<void> {
    await this.#put(['browser-profiles', profileId, 'save'], session, { signal });
  }

  async #put(
    path: readonly string[],
    body: object,
    { query = {}, signal }: { query?: Readonly<Record<string, string>>; signal?: AbortSignal | undefined },
  ): Promise<Record<string, unknown>> {
    const url = new URL(`${this.service.url}/${path.map(encodeURIComponent).join('/')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const text = JSON.stringify({ clientToken: randomUUID(), ...body });
    const attempt = async (): Promise<Record<string, unknown>> => {
      const headers = { 'content-type': 'application/json' };
      const response = await this.#send({ url, method: 'PUT', headers, body: text, signal });
      const said = parseJson(await response.text());
      if (!response.ok) throw refusalOf(response, isRecord(said) ? said : {});
      // A proxy or a page of a sign-in may answer with 200, too.
      if (!isRecord(said)) throw this.#notAgentCore(response.status);
      return said;
    };
    return await fewAttempts(attempt, {
      isFinal: (error) => signal?.aborted === true || !isTransient(error),
      delayMs: (error) => (isThrottling(nameOf(error)) ? throttledPauseMs() : RETRY_MS),
      // As for the clients of AWS: `AWS_MAX_ATTEMPTS`, or `max_attempts` of the profile.
      maxAttempts: await loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS)(),
      signal,
    });
  }

  #notAgentCore(status: number): BrowserSessionError {
    return new BrowserSessionError(
      `HTTP ${status}`,
      `What answers at ${this.service.url} is not AgentCore.`,
      true,
    );
  }
}

/** What session is started. */
export interface StartedSession {
  readonly browserIdentifier: string;
  readonly sessionTimeoutSeconds: number;
  readonly viewPort: { readonly width: number; readonly height: number };
  readonly name?: string | undefined;
  /** Of a profile that it begins with. */
  readonly profileIdentifier?: string | undefined;
}

/** A session that runs. */
export interface BrowserSession {
  readonly sessionId: string;
  /** Where it is driven. */
  readonly streamUrl?: string | undefined;
}

/** Which session of which browser tool. */
export interface SessionOfBrowser {
  readonly browserIdentifier: string;
  readonly sessionId: string;
}

/** AgentCore refused a request, or failed. */
export class BrowserSessionError extends RefusedRequest {}

const RETRY_MS = 100;

/** Many sessions that begin together are throttled together, and must not ask again together. */
function throttledPauseMs(): number {
  return 500 * (0.5 + Math.random());
}

/** Whoever has no credentials has none a moment later, and may have been asked for them; what `fetch` throws is a TypeError. */
function isTransient(error: unknown): boolean {
  return error instanceof BrowserSessionError ? error.isTransient : nameOf(error) === 'TypeError';
}

function refusalOf({ status, headers }: Response, body: Record<string, unknown>): BrowserSessionError {
  const type = [headers.get(HEADER.errorType), body.__type, body.code].find(
    (said) => typeof said === 'string',
  );
  const name =
    String(type ?? '')
      .split(':')[0]
      ?.split('#')
      .at(-1) || `HTTP ${status}`;
  const message = [body.message, body.Message].find((said) => typeof said === 'string') ?? name;
  return new BrowserSessionError(name, String(message), isRefusedForNow(status, name));
}

async function configuredRegion(): Promise<string> {
  try {
    return await loadConfig(NODE_REGION_CONFIG_OPTIONS, NODE_REGION_CONFIG_FILE_OPTIONS)();
  } catch {
    // Neither environment nor profile names a region.
    return DEFAULT_REGION;
  }
}
