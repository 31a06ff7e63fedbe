/** Nova Act workflows in TypeScript: what a workflow's author imports. */
export {
  type AgentCoreBrowser,
  type AgentCoreBrowserOptions,
  AgentRedirectError,
  agentCoreBrowser,
  type Box,
  type BrokenDownload,
  type Browser,
  type BrowserChannel,
  type BrowserDimensions,
  type BrowserKind,
  BrowserNotFoundError,
  BrowserOptionsError,
  type CdpBrowserOptions,
  type CompleteDownload,
  cdpBrowser,
  type DialogAnswer,
  type DialogHandler,
  type DialogPolicy,
  type DialogQuestion,
  type DialogType,
  type DownloadUnderWay,
  type LocalBrowserOptions,
  localBrowser,
  type Observation,
  type OpenBrowser,
  type OpenOptions,
  type PageDownload,
  type PlaywrightContext,
  type PlaywrightPage,
  type Point,
  parseBox,
  playwrightBrowser,
  type Rect,
  type ViewportSize,
} from '../browser/index.ts';
export type {
  ActTrace,
  ActTraceStatus,
  TraceCall,
  TraceMetadata,
  TraceQuestion,
  TraceStep,
} from '../contract/act-trace.ts';
export type { TraceWord } from '../contract/browser-trace.ts';
export type { PayloadIssue } from '../contract/error.ts';
export type { ErrorSource } from '../contract/error-source.ts';
export { PayloadError } from '../contract/payload-error.ts';
export type { HumanRequestKind, ProgressEvent, ProgressListener } from '../contract/progress.ts';
export type { Answerer } from '../contract/question.ts';
export { readActTrace } from '../contract/read-act-trace.ts';
export { ExplainedError, type Explanation } from '../core/errors.ts';
export type { ActuatorFits, CustomAction, CustomActuator, CustomObservation } from './act/custom-actuator.ts';
export { type ActGetResult, type ActResult, NovaAct } from './act/nova-act.ts';
export type { ActOptions, NovaActOptions, SessionOptions } from './act/nova-act-options.ts';
export type { ActIds, ActMetadata, ActTimes } from './act/reported-act.ts';
export {
  defineTool,
  type OpenToolSource,
  type Tool,
  type ToolSource,
  type ToolSourceContext,
} from './act/tool.ts';
export type { DownloadOptions } from './act/wait-for-downloads.ts';
export { type AgentCoreProfileOptions, agentCoreProfile } from './auth/agentcore-profile.ts';
export { type S3StorageStateOptions, s3StorageState } from './auth/s3-storage-state.ts';
export type {
  AgentCoreProfileAuth,
  AuthFits,
  SessionAuth,
  StorageState,
  StorageStateAuth,
} from './auth/session-auth.ts';
export { type StorageStateFileOptions, storageStateFile } from './auth/storage-state-file.ts';
export {
  ActActuationError,
  ActAgentFailed,
  ActAPIError,
  type ActApiErrorOptions,
  ActBadRequestError,
  ActCanceledError,
  ActClientError,
  ActDailyQuotaExceededError,
  ActError,
  ActExceededMaxStepsError,
  ActGuardrailsError,
  ActInternalServerError,
  ActInvalidModelGenerationError,
  ActMCPError,
  ActRequestThrottledError,
  ActServerError,
  ActTimeoutError,
  ActToolError,
  ApproveCanceledError,
  AuthError,
  BrowserAuthError,
  HumanRequestExpiredError,
  InvalidInputLength,
  InvalidMaxSteps,
  InvalidScreenResolution,
  InvalidTimeout,
  NotAwaitedError,
  NovaActError,
  type NovaActErrorCode,
  type NovaActErrorOptions,
  SecretError,
  StartFailed,
  UiTakeoverCanceledError,
  ValidationFailed,
} from './errors.ts';
export type {
  Guardrail,
  GuardrailRules,
  GuardrailState,
  GuardrailVerdict,
} from './guardrail/guardrail.ts';
export type { Human, HumanDescriptions } from './human/human.ts';
export type { HumanAnswer } from './human/human-answer.ts';
export type { ApproveRequest, HumanRequest, TakeOverRequest } from './human/human-request.ts';
export { terminalHuman } from './human/terminal-human.ts';
export { consoleNotifier } from './human/web/console-notifier.ts';
export type { HumanNotice, Notifier } from './human/web/notifier.ts';
export { type SnsNotifierOptions, snsNotifier } from './human/web/sns-notifier.ts';
export { type WebHumanOptions, webHuman } from './human/web/web-human.ts';
export { type WebhookNotifierOptions, webhookNotifier } from './human/web/webhook-notifier.ts';
export type { ConnectionOptions } from './run/connection.ts';
export { consoleProgress } from './run/console-progress.ts';
export type { ProgressEventOf, Subscription } from './run/run-events.ts';
export { currentWorkflow, Workflow } from './run/workflow.ts';
export type { WorkflowDecorator, WorkflowMethod } from './run/workflow-decorator.ts';
export type { PayloadOption, WorkflowOptions } from './run/workflow-options.ts';
export { type PayloadArguments, payloadSchemaOf } from './run/workflow-payload.ts';
export { workflow } from './run/workflow-wrapper.ts';
export type { JsonSchema, JsonSchemaValue } from './schema/json-schema-type.ts';
export type { OutputSchema, SchemaInput, SchemaOutput } from './schema/output-schema.ts';
export type { StandardJsonSchema } from './schema/standard-schema.ts';
export { type SecretOptions, secret } from './secrets/secret.ts';
export { type S3ArtifactsOptions, s3Artifacts } from './traces/s3-artifacts.ts';
export type { SessionTotals } from './traces/session-summary.ts';
export type { TracePaths } from './traces/session-traces.ts';
export type { TraceFile, TraceSink } from './traces/trace-sink.ts';
