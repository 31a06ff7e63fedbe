import {
  type BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  type InvokeAgentRuntimeCommandInput,
  type InvokeAgentRuntimeCommandOutput,
} from '@aws-sdk/client-bedrock-agentcore';
import { HttpResponse } from '@smithy/core/protocols';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import type { ProgressListener } from '../../contract/progress.ts';
import { JSON_TYPE } from '../../core/media-types.ts';
import type { InvocationFacts } from './invocation-facts.ts';
import { decodeBody, readAll, readEvents } from './read-answer.ts';
import { clientOfSession, type RuntimeSession } from './runtime-session.ts';
import { isRefusalOfMcp, SpeaksMcpError } from './speaks-mcp.ts';

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
  const { payload, signal, onProgress } = options;
  const accept = onProgress === undefined ? JSON_TYPE : `${EVENT_STREAM_TYPE}, ${JSON_TYPE}`;
  return await askRuntime(session, { ...options, request: { payload, accept } }, async (output) => {
    if (onProgress !== undefined && hasType(output.contentType, EVENT_STREAM_TYPE)) {
      return await readEvents(output.response, { signal, onProgress, sessionId: session.sessionId });
    }
    const body = decodeBody(await readAll(output.response, signal), hasType(output.contentType, JSON_TYPE));
    if (isRefusalOfMcp(body)) throw new SpeaksMcpError();
    return body;
  });
}

/** Sends one request of any protocol, and reads its answer. @throws the service's errors, and what `read` throws */
export async function askRuntime<T>(
  session: RuntimeSession,
  options: {
    readonly request: Pick<
      InvokeAgentRuntimeCommandInput,
      'payload' | 'accept' | 'mcpSessionId' | 'mcpProtocolVersion'
    >;
    readonly signal: AbortSignal;
    readonly repeatable?: boolean | undefined;
    readonly facts?: InvocationFacts | undefined;
  },
  read: (output: InvokeAgentRuntimeCommandOutput) => Promise<T>,
): Promise<T> {
  const { request, signal, repeatable = false, facts } = options;
  const client = await clientOfSession(session, { maxAttempts: repeatable ? 3 : 1, requestTimeoutMs: 0 });
  if (facts !== undefined) readHeaders(client, facts);
  try {
    const output = await client.send(
      new InvokeAgentRuntimeCommand({
        agentRuntimeArn: session.runtimeArn,
        runtimeSessionId: session.sessionId,
        qualifier: session.qualifier,
        contentType: JSON_TYPE,
        ...request,
      }),
      { abortSignal: signal },
    );
    return await read(output);
  } finally {
    client.destroy();
  }
}

function hasType(contentType: string | undefined, type: string): boolean {
  return contentType?.toLowerCase().startsWith(type) === true;
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
