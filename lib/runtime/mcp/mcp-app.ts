import type { IncomingMessage, ServerResponse } from 'node:http';
import { HOST_PATH } from '../../contract/host.ts';
import { fullMessageOf, messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import type { JsonSchema } from '../../sdk/schema/json-schema-type.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import { createBaseApp, type Route, type RuntimeApp, type ServedWork } from '../base-app.ts';
import { parseBody } from '../body.ts';
import type { Logger } from '../logger.ts';
import { readBody } from '../read-body.ts';
import type { McpTool } from './tool-description.ts';

/**
 * The MCP contract of AgentCore Runtime: stateless streamable HTTP. Each request has a server of its own, and whatever session id
 * the platform sends is taken.
 */
export function createMcpApp(served: ServedTool): RuntimeApp {
  const message: Route = (request, response) => answer(served, request, response);
  const server = createBaseApp({
    invocations: served.invocations,
    served: 'POST /mcp or GET /ping',
    // The platform has been seen to ask with a slash, too. @see https://github.com/neo4j/mcp/issues/173
    routeAt: (_method, path) => (path.replace(/\/$/, '') === HOST_PATH.mcp ? message : undefined),
  });
  return { server, closeSockets: () => undefined };
}

/** What is served as a tool. */
export interface ServedTool extends ServedWork {
  readonly logger: Logger;
  readonly tool: McpTool;
  /** What it takes. */
  readonly toolInput: () => Promise<JsonSchema>;
  readonly maxWaitMs: number;
}

/** Of JSON-RPC. @see https://www.jsonrpc.org/specification#error_object */
const ERROR = { parse: -32_700, internal: -32_603 } as const;

async function answer(
  served: ServedTool,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | undefined> {
  const sent = hasBody(request) ? await readBody(request) : undefined;
  let body: unknown;
  let input: JsonSchema;
  try {
    body = sent && (await parseBody(sent));
  } catch (error) {
    return failure({ status: 400, code: ERROR.parse, message: messageOf(error) });
  }
  if (isHealthCheck(body)) return jsonAnswer(200, { jsonrpc: '2.0', id: body.id, result: {} });
  try {
    input = await served.toolInput();
  } catch (error) {
    return failure({ status: 500, code: ERROR.internal, message: fullMessageOf(error), body });
  }
  // Behind the open port: it brings schemas of the whole protocol. Statically it would also be evaluated before what it stands
  // on, in bundles of workflows that have zod of their own.
  const { answerMessage } = await import('./answer-message.ts');
  await answerMessage({ ...served, input }, { request, response, body });
  return undefined;
}

/**
 * A ping, which the platform asks the health of the host by: whatever it accepts, and whether it leaves out what it should send.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/ping
 */
function isHealthCheck(body: unknown): body is { readonly id: unknown } {
  return isRecord(body) && body.method === 'ping' && body.id !== undefined;
}

function hasBody({ method = '' }: IncomingMessage): boolean {
  return !['GET', 'HEAD', 'TRACE'].includes(method);
}

function failure(given: {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  /** The request, if it could be read. */
  readonly body?: unknown;
}): Answer {
  const { status, code, message, body } = given;
  const named = isRecord(body) ? body.id : undefined;
  const id = typeof named === 'string' || typeof named === 'number' ? named : null;
  return jsonAnswer(status, { jsonrpc: '2.0', id, error: { code, message } });
}
