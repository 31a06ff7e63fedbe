/** Servers of MCP: one that is started, or one behind an address, never both. */
import { expectTypeOf } from 'expect-type';
import { mcpTools } from '../../lib/mcp/index.ts';
import type { NovaActOptions, ToolSource } from '../../lib/sdk/index.ts';

expectTypeOf(mcpTools({ command: 'npx', args: ['-y', 'server'], only: ['a'] })).toEqualTypeOf<ToolSource>();
expectTypeOf<ToolSource>().toExtend<NonNullable<NovaActOptions['tools']>[number]>();
mcpTools({ url: 'https://mcp.example.com/mcp', headers: { Authorization: 'x' }, prefix: undefined });
// @ts-expect-error neither of them
mcpTools({ prefix: 'a_' });
// @ts-expect-error both of them
mcpTools({ command: 'npx', url: 'https://mcp.example.com/mcp' });
// @ts-expect-error headers are for addresses
mcpTools({ command: 'npx', headers: {} });
// @ts-expect-error arguments are for programs
mcpTools({ url: 'https://mcp.example.com/mcp', args: [] });
// @ts-expect-error a variable that may not be set is no text
mcpTools({ command: 'npx', env: { TOKEN: process.env.TOKEN } });
