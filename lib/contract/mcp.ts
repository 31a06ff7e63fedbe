import { isRecord } from '../core/is-record.ts';
import { type McpToolNames, mcpToolNames } from './mcp-tools.ts';

/**
 * The call of a tool in a message of MCP; `undefined` for every other message.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/tools#calling-tools
 */
export function toolCallIn(message: unknown): McpToolCall | undefined {
  if (!isMcpRequest(message) || message.method !== 'tools/call') return undefined;
  const { name, arguments: given = {} } = isRecord(message.params) ? message.params : {};
  return typeof name === 'string' ? { id: message.id, tool: name, arguments: given } : undefined;
}

/** A call of a tool. */
export interface McpToolCall {
  /** Of the message; its response has the same one. */
  readonly id: unknown;
  readonly tool: string;
  readonly arguments: unknown;
}

/** Whether a body is a request or a notification of JSON-RPC 2.0, as MCP sends them, and no payload of a workflow. */
export function isMcpRequest(body: unknown): body is McpRequest {
  return isRecord(body) && body.jsonrpc === '2.0' && typeof body.method === 'string';
}

/** A request of JSON-RPC. */
export interface McpRequest extends Readonly<Record<string, unknown>> {
  readonly method: string;
}

/** The body of a request. */
export function mcpRequest(request: {
  readonly id: number;
  readonly method: 'tools/list' | 'tools/call';
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}): Uint8Array {
  const { id, method, params } = request;
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, method, ...(params && { params }) }));
}

/**
 * What `Mcp-Protocol-Version` says of requests that stand alone: none of them needs what was said before, as hosts of ours have it.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#protocol-version-header
 */
export const MCP_VERSION = '2025-11-25';

/**
 * The tools that are the workflow, in the response to `tools/list`: the one that runs it has those beside it that start it and say how it is
 * going, as hosts of ours have it. To call another one would run something else.
 *
 * @returns the names of all tools, too; `undefined` when the response has none
 */
export function workflowToolsIn(
  response: Readonly<Record<string, unknown>> | undefined,
): { readonly tools: McpToolNames | undefined; readonly names: readonly string[] } | undefined {
  const listed: unknown = isRecord(response?.result) ? response.result.tools : undefined;
  if (!Array.isArray(listed)) return undefined;
  const names = listed.flatMap((tool: unknown) =>
    isRecord(tool) && typeof tool.name === 'string' ? [tool.name] : [],
  );
  const [tools, ...others] = names
    .map(mcpToolNames)
    .filter(({ start, status }) => names.includes(start) && names.includes(status));
  return { tools: others.length === 0 ? tools : undefined, names };
}

/** The id of the request that calls a tool, where nothing else is asked meanwhile. */
export const CALL_ID = 2;

/** Whether a tool only asks how a run is going: it runs nothing. */
export function isStatusTool(tool: string): boolean {
  return tool.endsWith(mcpToolNames('').status);
}
