import { HOST_PORT, type ServerProtocol } from '../contract/host.ts';

/** What runtimes of workflows speak, for messages and for what is read: of AgentCore's protocols those that hosts of ours have. */
export const SERVER_PROTOCOLS: readonly ServerProtocol[] = Object.keys(HOST_PORT).filter(
  (name): name is ServerProtocol => name in HOST_PORT,
);
