import { isRecord } from '../core/is-record.ts';

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
 * The tool that is the workflow, in the response to `tools/list`: the one that has a tool beside it which says how its calls are going, as
 * hosts of ours have it. To call another one would run something else.
 *
 * @returns the names of all tools, too; `undefined` when the response has none
 */
export function workflowToolIn(
  response: Readonly<Record<string, unknown>> | undefined,
): { readonly tool: string | undefined; readonly names: readonly string[] } | undefined {
  const listed: unknown = isRecord(response?.result) ? response.result.tools : undefined;
  if (!Array.isArray(listed)) return undefined;
  const names = listed.flatMap((tool: unknown) =>
    isRecord(tool) && typeof tool.name === 'string' ? [tool.name] : [],
  );
  const [tool, ...others] = names.filter((name) => names.includes(statusToolOf(name)));
  return { tool: others.length === 0 ? tool : undefined, names };
}

/** The tool that says how a call of a workflow is going. */
export function statusToolOf(workflow: string): string {
  return `${workflow}${STATUS_ENDING}`;
}

/** Whether a tool only asks: it runs nothing. */
export function isStatusTool(tool: string): boolean {
  return tool.endsWith(STATUS_ENDING);
}

const STATUS_ENDING = '_status';
