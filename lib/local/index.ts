/** Local AWS: both services, the offline agent, a demo site and a viewer on loopback, for development and tests. */

export type {
  ActionCall,
  Agent,
  AgentCall,
  AgentInput,
  AgentScreenshot,
  AgentStep,
  AgentTool,
  ToolCall,
} from '../agents/index.ts';
export { PortInUseError } from '../core/port-in-use-error.ts';
export { type DeployLocallyOptions, deployLocally, type LocalDeployment } from './agentcore/index.ts';
export {
  type AssemblyDeployment,
  type AssemblyDeployments,
  type AssemblyNote,
  type DeployAssemblyOptions,
  deployAssembly,
  type SourceFiles,
} from './assembly/index.ts';
export type { Failure } from './failures/index.ts';
export type { AskedHere } from './human/local-desk.ts';
export type { NovaActStore } from './nova-act/index.ts';
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './server.ts';
export type { PublishedMessage } from './sns/published-messages.ts';
export { StateInUseError } from './state-lock.ts';
export { renderRunReport } from './viewer/index.ts';
