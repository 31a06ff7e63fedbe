import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { CUSTOM_HEADER_PREFIX, HEADER, LOCAL_HEADER } from '../../contract/headers.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { authorizeCall } from './authorize-call.ts';
import { connectWebSocket } from './connect-web-socket.ts';
import { type RuntimeOperation, sessionFor, sessionHeaders } from './data-plane.ts';
import { explainFailure } from './explain-failure.ts';
import { joinSockets } from './join-sockets.ts';
import { checkHeaders, headersForCaller, headersForProcess, inTrace } from './model-headers.ts';
import { queryOf, sessionIdOf } from './request.ts';

/**
 * `InvokeAgentRuntimeWithWebSocketStream`: a WebSocket to the process of a session. No model has it; the session, and
 * headers for the workflow, stand in headers, or in the query of a presigned address, where no header can be set.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export const webSocketOperation: RuntimeOperation = async ({ plane, request, reply, runtime, requestId }) => {
  const { upgrades, limits } = plane;
  if (!upgrades.has(request.raw)) {
    throw new AgentCoreError(
      'ValidationException',
      'This is the address of a WebSocket: ask for one, with "Connection: Upgrade" and "Upgrade: websocket".',
      { reason: 'CannotParse' },
    );
  }
  if (runtime.serverProtocol === 'MCP') {
    throw new AgentCoreError(
      'ValidationException',
      `The runtime ${runtime.id} speaks MCP, which has no WebSocket here: send messages of MCP to its path "invocations".`,
      { reason: 'CannotParse' },
    );
  }
  const headers = inTrace(withHeadersInQuery(request.headers, queryOf(request.url)));
  checkHeaders(headers);
  const { url } = request;
  await authorizeCall({ ...plane, request: { url, headers }, runtime, action: ACTION });
  const sessionId = sessionIdOf(headers, { required: false });
  const session = await sessionFor(plane, { runtime, sessionId });
  const endRequest = session.beginRequest();
  try {
    const workflow = await connectWebSocket({
      session,
      headers: {
        ...headersForProcess(headers, { sessionId, requestId, runtime: session.runtime }),
        ...handshakeIn(headers),
        ...(isForTakeOver(request) && { [LOCAL_HEADER.takeOversOnly]: '1' }),
      },
      timeoutMs: limits.answerTimeoutMs,
    });
    reply.hijack();
    const caller = upgrades.take(request.raw);
    caller.socket.write(
      switchingProtocols({
        ...headersForCaller({ request: headers, answer: workflow.headers }),
        ...sessionHeaders(plane, session),
        ...handshakeIn(workflow.headers),
        [HEADER.awsRequestId]: requestId,
      }),
    );
    const whyEnded = async (): Promise<string> =>
      (await explainFailure({ error: undefined, session })).error.message;
    void joinSockets({ caller, workflow, limitMs: limits.streamTimeoutMs, whyEnded }).then(endRequest);
    return reply;
  } catch (error) {
    endRequest();
    throw error;
  }
};

const ACTION = 'InvokeAgentRuntimeWithWebSocketStream';

/**
 * Whether the workflow may be taken over by it, and not called: by an address that the desk has handed out, and by any address in the hands
 * of a page, which cannot leave out whose it is, and cannot sign in headers.
 */
function isForTakeOver({ url, headers }: Pick<FastifyRequest, 'url' | 'headers'>): boolean {
  const isOfPage = headers.authorization === undefined && headers.origin !== undefined;
  return isOfPage || queryOf(url).has(LOCAL_HEADER.takeOversOnly);
}

/** The headers of a call with those that stand in its query, under the names that they have. */
function withHeadersInQuery(headers: IncomingHttpHeaders, query: URLSearchParams): IncomingHttpHeaders {
  const inQuery = [...query].flatMap(([name, value]) => {
    const header = name.toLowerCase();
    return IN_QUERY.some((allowed) => header.startsWith(allowed)) ? [[header, value] as const] : [];
  });
  return { ...Object.fromEntries(inQuery), ...headers };
}

const IN_QUERY: readonly string[] = [HEADER.sessionId, HEADER.userId, HEADER.traceId, CUSTOM_HEADER_PREFIX];

/** What the two ends agree on; local AWS only passes it on. */
function handshakeIn(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      (header): header is [string, string] =>
        header[0].startsWith('sec-websocket-') && typeof header[1] === 'string',
    ),
  );
}

function switchingProtocols(headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...headers, connection: 'Upgrade', upgrade: 'websocket' });
  return [
    `HTTP/1.1 101 ${STATUS_CODES[101]}`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
}
