export { DEFAULT_REGION } from '../contract/protocol.ts';
/**
 * Client of the Nova Act API in the shape of the generated clients of AWS SDK for JavaScript v3.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_Operations.html
 */

export { PACKAGE_VERSION } from '../core/package.ts';
export { NovaActClient, type NovaActClientResolvedConfig } from './client.ts';
export {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_REQUEST_TIMEOUT_MS,
  type NovaActClientConfig,
} from './client-config.ts';
export * from './commands.ts';
export * from './exceptions.ts';
export type { OperationName } from './model.ts';
export {
  type ErrorModel,
  type ErrorName,
  errorModels,
  type InternalServerExceptionReason,
  type ValidationExceptionReason,
} from './model-errors.ts';
export type {
  ActError,
  ActStatus,
  ActSummary,
  Call,
  CallResult,
  CallResultContent,
  ClientInfo,
  CompatibilityInformation,
  ModelAlias,
  ModelStatus,
  ModelSummary,
  SessionSummary,
  SortOrder,
  ToolSpec,
  ValidationExceptionField,
  WorkflowDefinitionStatus,
  WorkflowDefinitionSummary,
  WorkflowExportConfig,
  WorkflowRunStatus,
  WorkflowRunSummary,
} from './model-shapes.ts';
export { isOperationName, type Operation, type OperationMember, operations } from './operations.ts';
export * from './paginators.ts';
export type { JsonDocument } from './shape.ts';
export type { OperationInput, OperationOutput, OperationResponse } from './types.ts';
export { type FieldProblem, validateInput } from './validate-input.ts';
