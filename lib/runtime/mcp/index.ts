export { runMcpHost } from './mcp-host.ts';
export { type McpServeOptions, serveMcp } from './serve-mcp.ts';
export type { McpTool } from './tool-description.ts';
