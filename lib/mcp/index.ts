/** Tools of MCP servers for sessions of Nova Act. Needs the package `@modelcontextprotocol/client`. */
export { mcpTools } from './mcp-tools.ts';
export type {
  McpHttpServerOptions,
  McpStdioServerOptions,
  McpToolChoiceOptions,
  McpToolsOptions,
} from './mcp-tools-options.ts';
