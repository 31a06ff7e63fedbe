import type { ServerProtocol } from './host.ts';

/** What runtimes of workflows speak, for messages and for what is read: of AgentCore's protocols those that hosts of ours have. */
export const SERVER_PROTOCOLS = ['HTTP', 'MCP'] as const satisfies readonly ServerProtocol[];
