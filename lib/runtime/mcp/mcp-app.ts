import { randomUUID } from 'node:crypto';
import { createMcpHandler, INTERNAL_ERROR, PARSE_ERROR } from '@modelcontextprotocol/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { HOST_PATH } from '../../contract/host.ts';
import { fullMessageOf, messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import type { JsonSchema } from '../../sdk/schema/json-schema-type.ts';
import { createBaseApp, type RuntimeApp, type ServedWork } from '../base-app.ts';
import { parseBody } from '../body.ts';
import { contextFromHeaders, type RequestHeaders } from '../invocation-context.ts';
import type { Logger } from '../logger.ts';
import { withoutPayloads } from '../redact.ts';
import { whenAnswered } from '../when-answered.ts';
import type { McpTool } from './tool-description.ts';
import { sendWebResponse, webRequest } from './web-exchange.ts';
import { workflowTools } from './workflow-tools.ts';

/**
 * The MCP contract of AgentCore Runtime: stateless streamable HTTP. Each request has a server of its own, and whatever session id
 * the platform sends is taken.
 */
export function createMcpApp(served: ServedTool): RuntimeApp {
  const app = createBaseApp({ invocations: served.invocations, served: 'POST /mcp or GET /ping' });
  // The platform has been seen to ask with a slash, too. @see https://github.com/neo4j/mcp/issues/173
  for (const path of [HOST_PATH.mcp, `${HOST_PATH.mcp}/`])
    app.all(path, (request, reply) => answer(served, request, reply));
  return { app, closeSockets: () => undefined };
}

/** What is served as a tool. */
export interface ServedTool extends ServedWork {
  readonly logger: Logger;
  readonly tool: McpTool;
  /** What it takes. */
  readonly toolInput: () => Promise<JsonSchema>;
  readonly maxWaitMs: number;
}

async function answer(
  served: ServedTool,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  let body: unknown;
  let input: JsonSchema;
  try {
    body = Buffer.isBuffer(request.body) ? await parseBody(request.body) : undefined;
  } catch (error) {
    return sendError(reply, { status: 400, code: PARSE_ERROR, message: messageOf(error) });
  }
  if (isHealthCheck(body)) return reply.send({ jsonrpc: '2.0', id: body.id, result: {} });
  try {
    input = await served.toolInput();
  } catch (error) {
    return sendError(reply, { status: 500, code: INTERNAL_ERROR, message: fullMessageOf(error) });
  }
  const headers = withSession(request.headers);
  const { sessionId } = contextFromHeaders({ headers, newRequestId: randomUUID });
  const gone = new Promise<void>((resolve) => whenAnswered(reply.raw, resolve));
  const handler = createMcpHandler(() => workflowTools({ ...served, input }, { headers, sessionId, gone }), {
    // With signs of life, as clients of older versions get them.
    responseMode: 'sse',
    onerror: (error) =>
      served.logger.log('warn', `an MCP request failed: ${withoutPayloads(messageOf(error))}`),
  });
  const response = await handler.fetch(
    webRequest(request, gone),
    body === undefined ? {} : { parsedBody: body },
  );
  await sendWebResponse(response, reply);
  return reply;
}

/**
 * A ping, which the platform asks the health of the host by: whatever it accepts, and whether it leaves out what it should send.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/ping
 */
function isHealthCheck(body: unknown): body is { readonly id: unknown } {
  return isRecord(body) && body.method === 'ping' && body.id !== undefined;
}

/** The session of the platform, which older versions of it named in the header of MCP only. */
function withSession(headers: RequestHeaders): RequestHeaders {
  return { ...headers, [HEADER.sessionId]: headers[HEADER.sessionId] ?? headers[HEADER.mcpSessionId] };
}

function sendError(
  reply: FastifyReply,
  { status, code, message }: { readonly status: number; readonly code: number; readonly message: string },
): FastifyReply {
  return reply.code(status).send({ jsonrpc: '2.0', id: null, error: { code, message } });
}
