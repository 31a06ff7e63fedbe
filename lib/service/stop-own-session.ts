import { HEADER } from '../contract/headers.ts';
import { SERVICE_NAME } from '../contract/protocol.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { fewAttempts } from './few-attempts.ts';
import { isRefusedForNow, RefusedRequest } from './refused-request.ts';
import { serviceUrl } from './service-url.ts';
import { signedFetch } from './signed-fetch.ts';

/**
 * Stops the runtime session that a host is in. One that is gone already is as good as stopped.
 *
 * @throws StopSessionError, or what the network says. Repeated before that.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_StopRuntimeSession.html
 */
export async function stopOwnSession(session: StoppedSession): Promise<void> {
  const { runtimeArn, qualifier, sessionId, region, signal } = session;
  const { url } = await serviceUrl({
    serviceId: AGENT_CORE_ID,
    host: SERVICE_NAME.agentCore,
    region,
  });
  const send = signedFetch({
    url,
    region,
    serviceId: AGENT_CORE_ID,
    signingName: SERVICE_NAME.agentCore,
  });
  const address = new URL(`${url}/runtimes/${encodeURIComponent(runtimeArn)}/stopruntimesession`);
  address.searchParams.set('qualifier', qualifier);
  const attempt = async (): Promise<void> => {
    const response = await send({
      url: address,
      method: 'POST',
      headers: { 'content-type': 'application/json', [HEADER.sessionId]: sessionId },
      body: '{}',
      signal: AbortSignal.any([signal, AbortSignal.timeout(STOP_TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (response.status === 404) return;
    if (response.ok) {
      // AgentCore names the session in a header, beside `{}`; a page of a proxy has neither.
      if (response.headers.get(HEADER.sessionId) === sessionId || isRecord(parseJson(text))) return;
      throw new StopSessionError(`HTTP ${response.status}`, `What answers at ${url} is not AgentCore.`, true);
    }
    const name = response.headers.get(HEADER.errorType)?.split(':')[0] ?? `HTTP ${response.status}`;
    throw new StopSessionError(name, text, isRefusedForNow(response.status, name));
  };
  await fewAttempts(attempt, {
    isFinal: (error) => signal.aborted || (error instanceof StopSessionError && !error.isTransient),
    delayMs: STOP_RETRY_MS,
    signal,
  });
}

/** Which session is stopped. */
export interface StoppedSession {
  readonly runtimeArn: string;
  /** The name of the endpoint. */
  readonly qualifier: string;
  readonly sessionId: string;
  readonly region: string;
  /** Gives it up. */
  readonly signal: AbortSignal;
}

/** AgentCore did not stop the session. */
export class StopSessionError extends RefusedRequest {
  constructor(name: string, said: string, isTransient: boolean) {
    super(name, `StopRuntimeSession was refused (${name}): ${said}`, isTransient);
  }
}

/** As clients call the service, which the names of its variables are made of. */
export const AGENT_CORE_ID = 'Bedrock AgentCore';
const STOP_TIMEOUT_MS = 5_000;
const STOP_RETRY_MS = 100;
