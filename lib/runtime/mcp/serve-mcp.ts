import { HOST_PORT } from '../../contract/host.ts';
import type { JsonSchema } from '../../sdk/schema/json-schema-type.ts';
import { type RuntimeServer, type ServeOptions, serveApp } from '../serve.ts';
import { createMcpApp } from './mcp-app.ts';
import { checkTool, type McpTool, toolInputOf } from './tool-description.ts';

/**
 * Serves a workflow as a tool over the MCP contract of AgentCore Runtime: `POST /mcp`, stateless, and `GET /ping`.
 *
 * @throws when the address cannot be listened on, and ExplainedError for the name of a tool that is none, and a payload that no tool can take
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html
 */
export async function serveMcp(options: McpServeOptions): Promise<RuntimeServer> {
  const { main, tool, maxWaitMs = MAX_WAIT_MS } = options;
  checkTool(tool);
  const toolInput = options.toolInput ?? always(toolInputOf(main));
  return serveApp((work, logger) => createMcpApp({ ...work, logger, tool, toolInput, maxWaitMs }), {
    ...options,
    port: options.port ?? HOST_PORT.MCP,
  });
}

/** How to serve a workflow as a tool. */
export interface McpServeOptions extends ServeOptions {
  readonly tool: McpTool;
  /** How long a call waits for the end of a run, in milliseconds; then it is answered with the run's id. @default 600000 */
  readonly maxWaitMs?: number | undefined;
  /** @internal What the tool takes. @default by the `payload` of a `main` that `workflow()` made */
  readonly toolInput?: (() => Promise<JsonSchema>) | undefined;
}

function always<T>(value: T): () => Promise<T> {
  return async () => value;
}

/** AgentCore ends requests after 15 minutes. */
const MAX_WAIT_MS = 600_000;
