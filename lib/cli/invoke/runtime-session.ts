import { BedrockAgentCoreClient, StopRuntimeSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import type { ServerProtocol } from '../../contract/host.ts';
import { type Destination, destinationOf } from '../../service/destination.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';
import { bearerAuth, checkTokenDestination } from './bearer-auth.ts';

/** A runtime session, and what is needed to speak to it. */
export interface RuntimeSession {
  readonly runtimeArn: string;
  readonly sessionId: string;
  readonly qualifier?: string | undefined;
  /** Shown to a runtime with a JWT authorizer. @default - requests are signed with AWS credentials */
  readonly bearerToken?: string | undefined;
  readonly client: AgentCoreConfig;
  /** What the runtime speaks. @default HTTP */
  readonly protocol?: ServerProtocol | undefined;
}

/**
 * Ends a runtime session and what runs in it. Stopping twice is harmless, so it is tried again when it fails.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_StopRuntimeSession.html
 */
export async function stopRuntimeSession(session: RuntimeSession): Promise<void> {
  const client = await clientOfSession(session, { maxAttempts: 3, requestTimeoutMs: STOP_TIMEOUT_MS });
  try {
    await client.send(
      new StopRuntimeSessionCommand({
        agentRuntimeArn: session.runtimeArn,
        runtimeSessionId: session.sessionId,
        qualifier: session.qualifier,
      }),
      { abortSignal: AbortSignal.timeout(STOP_TIMEOUT_MS) },
    );
  } finally {
    client.destroy();
  }
}

/**
 * A client that speaks to a session as it wants to be spoken to.
 *
 * @param options.requestTimeoutMs - from the request to the head of its answer, at each attempt; 0 is without end
 */
export async function clientOfSession(
  session: RuntimeSession,
  options: { readonly maxAttempts: number; readonly requestTimeoutMs: number },
): Promise<BedrockAgentCoreClient> {
  const { bearerToken } = session;
  const client = new BedrockAgentCoreClient({
    ...session.client,
    ...(bearerToken !== undefined && bearerAuth(bearerToken)),
    maxAttempts: options.maxAttempts,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs,
      // Without this the transport only warns and keeps waiting.
      throwOnRequestTimeout: true,
      socketTimeout: 0,
    },
  });
  await (bearerToken === undefined ? useMatchingCredentials(client) : checkTokenDestination(client));
  return client;
}

/** The region of a runtime, the profile that calls it, and the address of local AWS if it was asked for. */
export type AgentCoreConfig = Pick<ClientConfig, 'region' | 'profile' | 'endpoint'>;

/** Where AgentCore's requests will go. @throws DestinationError */
export async function agentCoreDestination(config: AgentCoreConfig): Promise<Destination> {
  return await destinationOf(new BedrockAgentCoreClient(config));
}

type ClientConfig = NonNullable<ConstructorParameters<typeof BedrockAgentCoreClient>[0]>;

const CONNECTION_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 15_000;
