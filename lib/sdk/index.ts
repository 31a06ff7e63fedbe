/** Nova Act workflows in TypeScript: what a workflow's author imports. */
export {
  type AgentCoreBrowserOptions,
  agentCoreBrowser,
  type Browser,
  BrowserNotFoundError,
  type CdpBrowserOptions,
  cdpBrowser,
  type LocalBrowserOptions,
  localBrowser,
} from '../browser/index.ts';
export type { ActGetResult, ActMetadata, ActResult } from './act-result.ts';
export { type ConnectionOptions, localAwsUrl } from './client.ts';
export { consoleProgress } from './console-progress.ts';
export { currentWorkflow } from './current-workflow.ts';
export {
  ActActuationError,
  ActAgentFailed,
  ActAPIError,
  ActBadRequestError,
  ActCanceledError,
  ActClientError,
  ActDailyQuotaExceededError,
  ActError,
  ActExceededMaxStepsError,
  ActGuardrailsError,
  ActInternalServerError,
  ActInvalidModelGenerationError,
  ActRequestThrottledError,
  ActServerError,
  ActTimeoutError,
  ActToolError,
  AuthError,
  type ErrorSource,
  InvalidInputLength,
  InvalidMaxSteps,
  InvalidScreenResolution,
  InvalidTimeout,
  NovaActError,
  type NovaActErrorCode,
  StartFailed,
  ValidationFailed,
} from './errors.ts';
export type { JsonSchema, JsonSchemaValue } from './json-schema-type.ts';
export { NovaAct } from './nova-act.ts';
export type { ActOptions, NovaActOptions } from './nova-act-options.ts';
export type { OutputSchema, SchemaOutput } from './output-schema.ts';
export type { ProgressEvent, ProgressListener } from './progress.ts';
export { defineTool, type Tool } from './tool.ts';
export { Workflow } from './workflow.ts';
export type { WorkflowOptions } from './workflow-options.ts';
export { type WorkflowDecorator, workflow } from './workflow-wrapper.ts';
