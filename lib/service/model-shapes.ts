/** Shapes that several operations share. Names and limits are those of the Nova Act API, version 2025-08-22. */
import {
  DEFINITION_NAME_PATTERN,
  EXPORT_PREFIX_PATTERN,
  MAX_DEFINITION_DESCRIPTION_LENGTH,
  MAX_DEFINITION_NAME_LENGTH,
  MAX_EXPORT_PREFIX_LENGTH,
  MAX_TEXT_LENGTH,
} from '../contract/limits.ts';
import { UUID_PATTERN } from '../contract/uuid.ts';
import type { Infer } from './shape.ts';
import {
  document,
  integer,
  list,
  oneOf,
  optional,
  required,
  string,
  structure,
  timestamp,
  union,
} from './shape-builders.ts';

const definitionArnPattern = `arn:(aws|aws-cn|aws-us-gov):nova-act:[a-z0-9-]+:[0-9]{12}:workflow-definition/${DEFINITION_NAME_PATTERN}`;

// Scalars
export const uuid = string({ pattern: UUID_PATTERN });
export const nonBlank = string({ pattern: '[\\s\\S]+' });
export const clientToken = string({
  minLength: 33,
  maxLength: 256,
  pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}',
});
export const definitionName = string({
  minLength: 1,
  maxLength: MAX_DEFINITION_NAME_LENGTH,
  pattern: DEFINITION_NAME_PATTERN,
});
export const definitionArn = string({ pattern: definitionArnPattern });
export const runArn = string({ pattern: `${definitionArnPattern}/workflow-run/${UUID_PATTERN}` });
export const description = string({
  minLength: 1,
  maxLength: MAX_DEFINITION_DESCRIPTION_LENGTH,
  sensitive: true,
});
export const modelId = string({ minLength: 1, maxLength: 100 });
export const logGroupName = string({ minLength: 1, maxLength: 512, pattern: '[a-zA-Z0-9_/.-]+' });
export const task = string({ minLength: 1, maxLength: MAX_TEXT_LENGTH, sensitive: true });
export const callId = string({ minLength: 1, maxLength: 100 });
export const nextToken = string({ minLength: 1, maxLength: 2048, pattern: '\\S*' });
export const maxResults = integer({ min: 1, max: 100 });

// Sets of values
export const definitionStatus = oneOf('ACTIVE', 'DELETING');
export const runStatus = oneOf('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'DELETING');
export const actStatus = oneOf(
  'RUNNING',
  'PENDING_CLIENT_ACTION',
  'PENDING_HUMAN_ACTION',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
);
export const modelStatus = oneOf('ACTIVE', 'LEGACY', 'DEPRECATED', 'PREVIEW');
export const sortOrder = oneOf('Ascending', 'Descending');

// Structures
export const exportConfig = structure('WorkflowExportConfig', {
  s3BucketName: required(string({ minLength: 3, maxLength: 63, pattern: '[a-z0-9][a-z0-9.-]*[a-z0-9]' })),
  s3KeyPrefix: optional(
    string({ minLength: 1, maxLength: MAX_EXPORT_PREFIX_LENGTH, pattern: EXPORT_PREFIX_PATTERN }),
  ),
});
export const clientInfo = structure('ClientInfo', {
  compatibilityVersion: required(integer()),
  sdkVersion: optional(nonBlank),
});
export const traceLocation = structure('TraceLocation', {
  locationType: required(oneOf('S3')),
  location: required(nonBlank),
});
export const toolSpec = structure('ToolSpec', {
  name: required(string({ minLength: 1, maxLength: 64, pattern: '[a-zA-Z0-9_-]+' })),
  description: required(string({ minLength: 1, maxLength: MAX_TEXT_LENGTH, sensitive: true })),
  inputSchema: required(union('ToolInputSchema', { json: document() }, { sensitive: true })),
});
export const toolSpecs = list('ToolSpecs', toolSpec, { minItems: 0, maxItems: 100 });
export const actError = structure('ActError', {
  message: required(string({ minLength: 1, maxLength: MAX_TEXT_LENGTH, sensitive: true })),
  type: optional(string({ minLength: 1, maxLength: 100 })),
});
export const callResultContent = union('CallResultContent', { text: string() }, { sensitive: true });
export const callResult = structure('CallResult', {
  callId: optional(callId),
  content: required(list('CallResultContents', callResultContent, { minItems: 1, maxItems: 100 })),
});
export const callResults = list('CallResults', callResult, { minItems: 1, maxItems: 100 });
export const call = structure('Call', {
  callId: required(callId),
  input: required(document({ sensitive: true })),
  name: required(string()),
});
export const definitionSummary = structure('WorkflowDefinitionSummary', {
  workflowDefinitionArn: required(definitionArn),
  workflowDefinitionName: required(definitionName),
  createdAt: required(timestamp()),
  status: required(definitionStatus),
});
export const runSummary = structure('WorkflowRunSummary', {
  workflowRunArn: required(runArn),
  workflowRunId: required(uuid),
  status: required(runStatus),
  startedAt: required(timestamp()),
  endedAt: optional(timestamp()),
  traceLocation: optional(traceLocation),
});
export const sessionSummary = structure('SessionSummary', { sessionId: required(uuid) });
export const actSummary = structure('ActSummary', {
  workflowRunId: required(uuid),
  sessionId: required(uuid),
  actId: required(uuid),
  status: required(actStatus),
  startedAt: required(timestamp()),
  endedAt: optional(timestamp()),
  traceLocation: optional(traceLocation),
});
export const modelSummary = structure('ModelSummary', {
  modelId: required(modelId),
  modelLifecycle: required(structure('ModelLifecycle', { status: required(modelStatus) })),
  minimumCompatibilityVersion: required(integer()),
});
export const modelAlias = structure('ModelAlias', {
  aliasName: required(modelId),
  latestModelId: required(modelId),
  resolvedModelId: optional(modelId),
});
export const compatibilityInformation = structure('CompatibilityInformation', {
  clientCompatibilityVersion: required(integer()),
  supportedModelIds: required(list('ModelIdList', modelId)),
  message: optional(nonBlank),
});
export const validationField = structure('ValidationExceptionField', {
  name: required(nonBlank),
  message: required(nonBlank),
});

export type WorkflowDefinitionStatus = Infer<typeof definitionStatus>;
export type WorkflowRunStatus = Infer<typeof runStatus>;
export type ActStatus = Infer<typeof actStatus>;
export type ModelStatus = Infer<typeof modelStatus>;
export type SortOrder = Infer<typeof sortOrder>;
export type WorkflowExportConfig = Infer<typeof exportConfig>;
export type ClientInfo = Infer<typeof clientInfo>;
export type ToolSpec = Infer<typeof toolSpec>;
export type ActError = Infer<typeof actError>;
export type CallResultContent = Infer<typeof callResultContent>;
export type CallResult = Infer<typeof callResult>;
export type Call = Infer<typeof call>;
export type WorkflowDefinitionSummary = Infer<typeof definitionSummary>;
export type WorkflowRunSummary = Infer<typeof runSummary>;
export type SessionSummary = Infer<typeof sessionSummary>;
export type ActSummary = Infer<typeof actSummary>;
export type ModelSummary = Infer<typeof modelSummary>;
export type ModelAlias = Infer<typeof modelAlias>;
export type CompatibilityInformation = Infer<typeof compatibilityInformation>;
export type ValidationExceptionField = Infer<typeof validationField>;
