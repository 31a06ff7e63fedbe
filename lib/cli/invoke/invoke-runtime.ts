import { addAbortSignal, Readable } from 'node:stream';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import { type Destination, destinationOf } from '../../service/destination.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';
import { EventReader } from './stream.ts';

/**
 * Sends one request to a runtime and returns the body of its answer: a JSON value, or text when it is not JSON.
 *
 * It is sent once, whatever happens (unless it is `repeatable`): a second request would run the workflow a second
 * time. There is no time limit but the signal.
 *
 * @throws the service's errors; RuntimeClientError when the workflow failed
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export async function invokeRuntime(
  session: RuntimeSession,
  options: {
    readonly payload: Uint8Array;
    readonly signal: AbortSignal;
    /** The request only asks: it may be sent again when it fails on the way. @default false */
    readonly repeatable?: boolean;
    /** Asks for events, and hears of progress while the workflow runs. */
    readonly onProgress?: ((line: string) => void) | undefined;
  },
): Promise<unknown> {
  const { payload, signal, repeatable = false, onProgress } = options;
  const client = await clientOf(session, { maxAttempts: repeatable ? 3 : 1, requestTimeoutMs: 0 });
  try {
    const output = await client.send(
      new InvokeAgentRuntimeCommand({
        agentRuntimeArn: session.runtimeArn,
        runtimeSessionId: session.sessionId,
        qualifier: session.qualifier,
        contentType: 'application/json',
        accept: onProgress === undefined ? 'application/json' : EVENT_STREAM_TYPE,
        payload,
      }),
      { abortSignal: signal },
    );
    if (onProgress !== undefined && output.contentType?.startsWith(EVENT_STREAM_TYPE) === true) {
      const events = new EventReader({ onProgress });
      await readAll(output.response, signal, (chunk) => events.read(chunk));
      return events.result();
    }
    return decodeBody(await readAll(output.response, signal));
  } finally {
    client.destroy();
  }
}

type ClientConfig = NonNullable<ConstructorParameters<typeof BedrockAgentCoreClient>[0]>;

const CONNECTION_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 15_000;

/** A runtime session, and what is needed to speak to it. */
export interface RuntimeSession {
  readonly runtimeArn: string;
  readonly sessionId: string;
  readonly qualifier?: string | undefined;
  readonly client: AgentCoreConfig;
}

/** The region of a runtime, and the profile that calls it. */
export type AgentCoreConfig = Pick<ClientConfig, 'region' | 'profile'>;

/** Where AgentCore's requests will go. @throws DestinationError */
export async function agentCoreDestination(config: AgentCoreConfig): Promise<Destination> {
  return await destinationOf(new BedrockAgentCoreClient(config));
}

/**
 * Ends a runtime session and what runs in it. Stopping twice is harmless, so it is tried again when it fails.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_StopRuntimeSession.html
 */
export async function stopRuntimeSession(session: RuntimeSession): Promise<void> {
  const client = await clientOf(session, { maxAttempts: 3, requestTimeoutMs: STOP_TIMEOUT_MS });
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

/** What a runtime answered: the JSON value, or the text itself; `null` when it answered nothing. */
function decodeBody(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function clientOf(
  session: RuntimeSession,
  options: { readonly maxAttempts: number; readonly requestTimeoutMs: number },
): Promise<BedrockAgentCoreClient> {
  const client = new BedrockAgentCoreClient({
    ...session.client,
    maxAttempts: options.maxAttempts,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs,
      socketTimeout: 0,
    },
  });
  await useMatchingCredentials(client);
  return client;
}

async function readAll(
  body: unknown,
  signal: AbortSignal,
  onChunk?: (chunk: Uint8Array) => void,
): Promise<string> {
  if (!(body instanceof Readable)) return '';
  addAbortSignal(signal, body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    if (onChunk === undefined) chunks.push(chunk);
    else onChunk(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
