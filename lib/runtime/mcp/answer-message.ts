import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { HEADER } from '../../contract/headers.ts';
import { messageOf } from '../../core/errors.ts';
import { contextFromHeaders, type RequestHeaders } from '../invocation-context.ts';
import type { Logger } from '../logger.ts';
import { withoutPayloads } from '../redact.ts';
import { whenAnswered } from '../when-answered.ts';
import { sendWebResponse, webRequest } from './web-exchange.ts';
import { type ServedTools, workflowTools } from './workflow-tools.ts';

/** Answers one request of MCP, by a server of its own. @param exchange its body is read; `undefined` when it has none */
export async function answerMessage(
  served: ServedTools & { readonly logger: Logger },
  exchange: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly body: unknown;
  },
): Promise<void> {
  const { request, response, body } = exchange;
  const headers = withSession(request.headers);
  const { sessionId } = contextFromHeaders({ headers, newRequestId: randomUUID });
  const gone = new Promise<void>((resolve) => whenAnswered(response, resolve));
  const handler = createMcpHandler(() => workflowTools(served, { headers, sessionId, gone }), {
    // With signs of life, as clients of older versions get them.
    responseMode: 'sse',
    onerror: (error) =>
      served.logger.log('warn', `an MCP request failed: ${withoutPayloads(messageOf(error))}`),
  });
  const parsed = body === undefined ? {} : { parsedBody: body };
  await sendWebResponse(await handler.fetch(webRequest(request, gone), parsed), response);
}

/** The session of the platform, which older versions of it named in the header of MCP only. */
function withSession(headers: RequestHeaders): RequestHeaders {
  return { ...headers, [HEADER.sessionId]: headers[HEADER.sessionId] ?? headers[HEADER.mcpSessionId] };
}
