import type { InvokeAgentRuntimeCommandOutput } from '@aws-sdk/client-bedrock-agentcore';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import { MCP_VERSION, mcpRequest } from '../../contract/mcp.ts';
import { McpReader } from '../../contract/mcp-reader.ts';
import { isRecord } from '../../core/is-record.ts';
import { JSON_TYPE } from '../../core/media-types.ts';
import type { InvocationFacts } from './invocation-facts.ts';
import { askRuntime } from './invoke-runtime.ts';
import { readAll } from './read-answer.ts';
import type { RuntimeSession } from './runtime-session.ts';

/** Sends a request of MCP. @returns the response to it; `undefined` when there is none */
export async function mcpExchange(
  session: RuntimeSession,
  options: McpExchangeOptions & {
    readonly request: Parameters<typeof mcpRequest>[0];
    readonly repeatable?: boolean | undefined;
  },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { request, signal, onTold } = options;
  const sent = {
    payload: mcpRequest(request),
    accept: `${JSON_TYPE}, ${EVENT_STREAM_TYPE}`,
    mcpSessionId: session.sessionId,
    mcpProtocolVersion: MCP_VERSION,
  };
  return await askRuntime(session, { ...options, request: sent }, async (output) => {
    let response: Readonly<Record<string, unknown>> | undefined;
    const onMessage = (message: Readonly<Record<string, unknown>>): void => {
      if ('method' in message) tell(message, onTold);
      else if (message.id === request.id) response ??= message;
    };
    await readMessages(output, { signal, onMessage });
    return response;
  });
}

/** How a request is sent, and who hears of it. */
export interface McpExchangeOptions {
  readonly signal: AbortSignal;
  readonly facts: InvocationFacts;
  /** Hears what the runtime tells meanwhile. */
  readonly onTold?: ((text: string) => void) | undefined;
}

async function readMessages(
  { contentType = '', response }: InvokeAgentRuntimeCommandOutput,
  options: {
    readonly signal: AbortSignal;
    readonly onMessage: ConstructorParameters<typeof McpReader>[0]['onMessage'];
  },
): Promise<void> {
  const reader = new McpReader({ contentType, onMessage: options.onMessage });
  await readAll(response, options.signal, (chunk) => reader.read(chunk));
  reader.end();
}

function tell(
  { method, params }: Readonly<Record<string, unknown>>,
  onTold: McpExchangeOptions['onTold'],
): void {
  const text = method === 'notifications/progress' && isRecord(params) ? params.message : undefined;
  if (typeof text === 'string') onTold?.(text);
}
