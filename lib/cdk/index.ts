import './peers/check.ts';

export { defineSettings, SettingsError } from '../catalog/define-settings.ts';
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
} from '../catalog/deployment-settings.ts';
export type { ImageOptions } from '../catalog/image-options.ts';
export type { Problem } from '../core/problems.ts';
export { type WorkflowAppOptions, workflowApp } from './app.ts';
export { BUILD_MODES, type BuildMode, DEFAULT_BUILD, isBuildMode } from './build-mode.ts';
export { ArtifactBucket, type ArtifactBucketProps, grantArtifacts } from './constructs/artifact-bucket.ts';
export {
  BrowserProfile,
  type BrowserProfileProps,
  type IBrowserProfile,
} from './constructs/browser-profile.ts';
export { ExecutionRole, type ExecutionRoleProps } from './constructs/execution-role.ts';
export { FLEET_CONCURRENCY_WARNING } from './constructs/fleet-concurrency.ts';
export { FleetOnUpload, UPLOAD_EVENTS_NOTE } from './constructs/fleet-on-upload.ts';
export type { FleetOnUploadProps } from './constructs/fleet-on-upload-props.ts';
export { HumanInTheLoop } from './constructs/human-in-the-loop.ts';
export type {
  HumanInTheLoopProps,
  HumanInTheLoopThrottle,
  IHumanInTheLoop,
} from './constructs/human-in-the-loop-props.ts';
export type { WorkflowRuntimeAttributes } from './constructs/imported-runtime.ts';
export { DELIVERY_KEY_WARNING } from './constructs/log-delivery-key.ts';
export { LOG_KEY_WARNING } from './constructs/log-key.ts';
export { LostRunSweep } from './constructs/lost-run-sweep.ts';
export type { LostRunSweepProps, LostRunsOptions } from './constructs/lost-run-sweep-props.ts';
export { NovaActWorkflow } from './constructs/nova-act-workflow.ts';
export type {
  NovaActWorkflowProps,
  PrebuiltImage,
  WorkflowMonitoring,
} from './constructs/nova-act-workflow-props.ts';
export { WORKFLOW_READ_ACTIONS, WORKFLOW_RUN_ACTIONS } from './constructs/perms.ts';
export { ROLE_POLICY_NAME_WARNING, ROLE_WARNING } from './constructs/runtime-role.ts';
export { TraceDeliveryPolicy, type TraceDeliveryPolicyProps } from './constructs/trace-delivery-policy.ts';
export { UPLOAD_QUEUE_KEY_NOTE } from './constructs/upload-queue-key.ts';
export { VerifiedVersion, type VerifiedVersionProps } from './constructs/verified-version.ts';
export { WorkflowAlarms, type WorkflowAlarmsProps } from './constructs/workflow-alarms.ts';
export type { IWorkflowArtifact } from './constructs/workflow-artifact.ts';
export { WorkflowBrowser, type WorkflowBrowserProps } from './constructs/workflow-browser.ts';
export { WorkflowDashboard, type WorkflowDashboardProps } from './constructs/workflow-dashboard.ts';
export {
  type ExportLocation,
  type IWorkflowDefinition,
  WorkflowDefinition,
  type WorkflowDefinitionProps,
} from './constructs/workflow-definition.ts';
export { WorkflowFleet } from './constructs/workflow-fleet.ts';
export type {
  FleetAccountQuotas,
  FleetMonitoring,
  ItemRetries,
  ItemRunOptions,
  WorkflowFleetProps,
} from './constructs/workflow-fleet-props.ts';
export { WorkflowFoundation } from './constructs/workflow-foundation.ts';
export type {
  FoundationOfStackOptions,
  IWorkflowFoundation,
  WorkflowFoundationAttributes,
  WorkflowFoundationProps,
} from './constructs/workflow-foundation-props.ts';
export { WorkflowImage, type WorkflowImageProps } from './constructs/workflow-image.ts';
export {
  OUTPUTS_WARNING,
  type WorkflowCfnOutputs,
  type WorkflowOutputsOptions,
} from './constructs/workflow-outputs.ts';
export {
  type IWorkflowRepository,
  WorkflowRepository,
  type WorkflowRepositoryProps,
} from './constructs/workflow-repository.ts';
export { WorkflowRuntime } from './constructs/workflow-runtime.ts';
export { ACCOUNT_WARNING, TOKEN_WARNING } from './constructs/workflow-runtime-base.ts';
export type { IWorkflowRuntime } from './constructs/workflow-runtime-interface.ts';
export type { WorkflowRuntimeOptions, WorkflowRuntimeProps } from './constructs/workflow-runtime-props.ts';
export { WorkflowSchedule } from './constructs/workflow-schedule.ts';
export type { WorkflowScheduleProps } from './constructs/workflow-schedule-props.ts';
export { WorkflowZip, type WorkflowZipProps } from './constructs/workflow-zip.ts';
export { defaultSettings } from './environments.ts';
export { MissingPackageError } from './peers/missing-package-error.ts';
export { KNOWN_REGIONS, REGION_WARNING } from './regions.ts';
export { FoundationStack, type FoundationStackProps } from './stacks/foundation-stack.ts';
export { GitHubDeployStack, type GitHubDeployStackProps } from './stacks/github-deploy-stack.ts';
export { PipelineStack, type PipelineStackProps } from './stacks/pipeline-stack.ts';
export type { RegionalStacksOptions } from './stacks/regional-stacks.ts';
export { WorkflowStack, type WorkflowStackProps } from './stacks/workflow-stack.ts';
export { makeWorkflowStacks, type WorkflowStacksOptions } from './stacks/workflow-stacks.ts';
export { WorkflowStage } from './stacks/workflow-stage.ts';
export { SAME_NAME_WARNING } from './unique-names.ts';
export type { PipelineSource } from './validation/pipeline.ts';
export { WorkflowConfigurationError } from './validation/problems.ts';
