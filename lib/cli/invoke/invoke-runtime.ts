import { addAbortSignal, Readable } from 'node:stream';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { HttpResponse } from '@smithy/core/protocols';
import { EventReader } from '../../contract/event-reader.ts';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import type { ProgressListener } from '../../contract/progress.ts';
import { parseJson } from '../../core/json.ts';
import { type Destination, destinationOf } from '../../service/destination.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';
import { bearerAuth, checkTokenDestination } from './bearer-auth.ts';
import { mayGoOn } from './failure.ts';
import type { InvocationFacts } from './invocation-facts.ts';
import { InvocationFailedError } from './invocation-failed.ts';

/**
 * Sends one request to a runtime and returns what it answers: a JSON value, or text when it is not JSON. Unless it only
 * asks, the request wants events, which say which runs begin; runtimes that know none answer with JSON.
 *
 * It is sent once, whatever happens (unless it is `repeatable`): a second request would run the workflow a second
 * time. There is no time limit but the signal.
 *
 * @throws the service's errors; RuntimeClientError or InvocationFailedError when the workflow failed
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
    readonly onProgress?: ProgressListener | undefined;
    /** Hears what the answer says of itself. */
    readonly facts?: InvocationFacts | undefined;
  },
): Promise<unknown> {
  const { payload, signal, repeatable = false, onProgress, facts } = options;
  const client = await clientOf(session, { maxAttempts: repeatable ? 3 : 1, requestTimeoutMs: 0 });
  if (facts !== undefined) readHeaders(client, facts);
  try {
    const output = await client.send(
      new InvokeAgentRuntimeCommand({
        agentRuntimeArn: session.runtimeArn,
        runtimeSessionId: session.sessionId,
        qualifier: session.qualifier,
        contentType: JSON_TYPE,
        accept: onProgress === undefined ? JSON_TYPE : `${EVENT_STREAM_TYPE}, ${JSON_TYPE}`,
        payload,
      }),
      { abortSignal: signal },
    );
    if (onProgress !== undefined && hasType(output.contentType, EVENT_STREAM_TYPE)) {
      return await readEvents(output.response, { signal, onProgress, sessionId: session.sessionId });
    }
    return decodeBody(await readAll(output.response, signal), hasType(output.contentType, JSON_TYPE));
  } finally {
    client.destroy();
  }
}

const JSON_TYPE = 'application/json';

type ClientConfig = NonNullable<ConstructorParameters<typeof BedrockAgentCoreClient>[0]>;

const CONNECTION_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 15_000;

/** A runtime session, and what is needed to speak to it. */
export interface RuntimeSession {
  readonly runtimeArn: string;
  readonly sessionId: string;
  readonly qualifier?: string | undefined;
  /** Shown to a runtime with a JWT authorizer. @default - requests are signed with AWS credentials */
  readonly bearerToken?: string | undefined;
  readonly client: AgentCoreConfig;
}

/** The region of a runtime, the profile that calls it, and the address of local AWS if it was asked for. */
export type AgentCoreConfig = Pick<ClientConfig, 'region' | 'profile' | 'endpoint'>;

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
function decodeBody(text: string, isJson: boolean): unknown {
  if (text === '') return null;
  const value = parseJson(text);
  if (value !== undefined) return value;
  if (!isJson) return text;
  throw new InvocationFailedError({
    name: 'AnswerBroken',
    message:
      'The answer is not the JSON that it says it is: it was cut off, or the runtime made a mistake. What became of the run is not known.',
  });
}

function hasType(contentType: string | undefined, type: string): boolean {
  return contentType?.toLowerCase().startsWith(type) === true;
}

async function clientOf(
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
      socketTimeout: 0,
    },
  });
  await (bearerToken === undefined ? useMatchingCredentials(client) : checkTokenDestination(client));
  return client;
}

/** What a stream of ours ends with; one of another runtime is the answer itself. */
async function readEvents(
  body: unknown,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: ProgressListener;
    readonly sessionId: string;
  },
): Promise<unknown> {
  const events = new EventReader(options);
  const chunks: Uint8Array[] = [];
  await readAll(body, options.signal, (chunk) => {
    events.read(chunk);
    if (events.origin !== 'ours') chunks.push(chunk);
  });
  const end = events.end();
  if (end !== undefined && 'error' in end) throw new InvocationFailedError(end.error);
  if (events.unclear !== undefined) {
    throw new InvocationFailedError({
      name: 'StreamUnclear',
      message: `${events.unclear} Whether the workflow succeeded is not known. ${mayGoOn({ sessionId: options.sessionId })}`,
    });
  }
  if (events.origin === 'foreign') return Buffer.concat(chunks).toString('utf8');
  if (end === undefined) {
    throw new InvocationFailedError({
      name: 'StreamEnded',
      message: `The events broke off before the result. ${mayGoOn({ sessionId: options.sessionId })}`,
    });
  }
  return end.result;
}

/** The client gives the body; that local AWS has a viewer is in the headers, of errors as well. */
function readHeaders(client: BedrockAgentCoreClient, facts: InvocationFacts): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const output = await next(args);
      if (HttpResponse.isInstance(output.response)) facts.answered(output.response.headers);
      return output;
    },
    { step: 'deserialize', priority: 'low', name: 'invocationFacts' },
  );
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
