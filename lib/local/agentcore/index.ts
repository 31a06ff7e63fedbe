export type { AgentCorePluginOptions } from './agent-core-options.ts';
export { agentCorePlugin } from './agent-core-plugin.ts';
export {
  type ContainerSessions,
  type ContainerSessionsOptions,
  containerSessions,
} from './container-sessions.ts';
export {
  type DeployLocallyOptions,
  deployLocally,
  ensureDefinition,
  type LocalDeployment,
  makeVersion,
  removeUnfinishedBundles,
} from './deploy-locally.ts';
export { DockerError } from './docker.ts';
export type { ForwardLimits } from './forward.ts';
export { InvocationStarter } from './invocation-starter.ts';
export {
  deploymentOf,
  type RuntimeDeployment,
  type RuntimeRecord,
  type RuntimeVersion,
  runtimeIdentity,
  type StoredRuntime,
} from './runtime-record.ts';
export { type DeployedRuntime, RuntimeRegistry, RuntimeRegistryError } from './runtime-registry.ts';
export { DEFAULT_SUPERVISION, type Supervision } from './session.ts';
export type { StartSession } from './session-backend.ts';
export { removeSessionFolders } from './session-folders.ts';
