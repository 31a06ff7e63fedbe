/** What workflows there are, how they and their stacks are named, and what a deployment says of itself. */

export type { Problem } from '../core/problems.ts';
export { defineCatalog, type WorkflowCatalogEntry, type WorkflowLifecycle } from './catalog.ts';
export { CatalogError } from './catalog-error.ts';
export { findOutputsInCloudFormation } from './cloudformation.ts';
export { defineSettings, SettingsError } from './define-settings.ts';
export type {
  DeploymentEnvironment,
  DeploymentPlace,
  DeploymentSettings,
  FleetQuotas,
  FleetRetries,
  FleetSettings,
  HumanInTheLoopSettings,
  JwtAuthorizerSettings,
  LostRunsSettings,
  MonitoringSettings,
  PersonalEnvironment,
  PipelineSettings,
  RolloutSettings,
  ScheduleSettings,
  SessionStorageSettings,
  SignInSettings,
  UploadSettings,
  VpcSettings,
  WorkflowSettings,
} from './deployment-settings.ts';
export { FOUNDATION_OUTPUT_KEYS, type FoundationOutputKey } from './foundation-outputs.ts';
export type { ImageOptions } from './image-options.ts';
export { LIFECYCLE_DEFAULTS } from './limits.ts';
export {
  exportName,
  foundationStackName,
  type StageOption,
  workflowStackName,
} from './names.ts';
export {
  checkOutputs,
  OPTIONAL_OUTPUT_KEYS,
  OUTPUT_KEYS,
  type OutputKey,
  type SomeOutputs,
  type WorkflowOutputs,
} from './outputs.ts';
export { OutputsError } from './outputs-error.ts';
export {
  findOutputsInFile,
  type OutputsFile,
  parseOutputsFile,
  readOutputsFile,
  writeOutputsFile,
} from './outputs-file.ts';
export { looksLikeArn, parseRuntimeArn, type RuntimeArn } from './runtime-arn.ts';
