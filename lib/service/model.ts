/**
 * The Nova Act API, version 2025-08-22: sixteen operations. This is the only place where they are declared;
 * types, wire schemas, the operations table and input checks all come from here.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_Operations.html
 */
import type { ErrorName } from './model-errors.ts';
import * as s from './model-shapes.ts';
import type { StructureShape } from './shape.ts';
import {
  idempotencyToken,
  inPath,
  inQuery,
  integer,
  list,
  optional,
  required,
  structure,
  timestamp,
} from './shape-builders.ts';

/** One operation. */
export interface OperationModel {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path template with `{member}` placeholders. */
  readonly path: string;
  readonly successStatus: number;
  /** True where the service promises that a repeated request does no harm. */
  readonly idempotent: boolean;
  readonly input: StructureShape;
  readonly output: StructureShape;
  readonly errors: readonly ErrorName[];
}

const definitions = '/workflow-definitions';
const definition = `${definitions}/{workflowDefinitionName}`;
const runs = `${definition}/workflow-runs`;
const run = `${runs}/{workflowRunId}`;
const sessions = `${run}/sessions`;
const acts = `${sessions}/{sessionId}/acts`;
const act = `${acts}/{actId}`;

const definitionKey = { workflowDefinitionName: inPath(s.definitionName) };
const runKey = { ...definitionKey, workflowRunId: inPath(s.uuid) };
const sessionKey = { ...runKey, sessionId: inPath(s.uuid) };
const actKey = { ...sessionKey, actId: inPath(s.uuid) };
const clientToken = idempotencyToken(s.clientToken);
const paging = {
  maxResults: inQuery(optional(s.maxResults)),
  nextToken: inQuery(optional(s.nextToken)),
  sortOrder: optional(s.sortOrder),
};
const nextToken = optional(s.nextToken);

const always = ['AccessDeniedException', 'InternalServerException', 'ThrottlingException'] as const;
const usual = [...always, 'ConflictException', 'ResourceNotFoundException', 'ValidationException'] as const;
const metered = [...usual, 'ServiceQuotaExceededException'] as const;

/** All operations by name. */
export const operationModels = {
  CreateWorkflowDefinition: {
    method: 'PUT',
    path: definitions,
    successStatus: 201,
    idempotent: true,
    input: structure('CreateWorkflowDefinitionRequest', {
      name: required(s.definitionName),
      description: optional(s.description),
      exportConfig: optional(s.exportConfig),
      clientToken,
    }),
    output: structure('CreateWorkflowDefinitionResponse', { status: required(s.definitionStatus) }),
    errors: [...always, 'ConflictException', 'ServiceQuotaExceededException', 'ValidationException'],
  },
  GetWorkflowDefinition: {
    method: 'GET',
    path: definition,
    successStatus: 200,
    idempotent: true,
    input: structure('GetWorkflowDefinitionRequest', definitionKey),
    output: structure('GetWorkflowDefinitionResponse', {
      name: required(s.definitionName),
      arn: required(s.definitionArn),
      createdAt: required(timestamp()),
      description: optional(s.description),
      exportConfig: optional(s.exportConfig),
      status: required(s.definitionStatus),
    }),
    errors: [...always, 'ResourceNotFoundException', 'ValidationException'],
  },
  DeleteWorkflowDefinition: {
    method: 'DELETE',
    path: definition,
    successStatus: 202,
    idempotent: true,
    input: structure('DeleteWorkflowDefinitionRequest', definitionKey),
    output: structure('DeleteWorkflowDefinitionResponse', { status: required(s.definitionStatus) }),
    errors: usual,
  },
  ListWorkflowDefinitions: {
    method: 'POST',
    path: definitions,
    successStatus: 200,
    idempotent: true,
    input: structure('ListWorkflowDefinitionsRequest', paging),
    output: structure('ListWorkflowDefinitionsResponse', {
      workflowDefinitionSummaries: required(list('WorkflowDefinitionSummaries', s.definitionSummary)),
      nextToken,
    }),
    errors: [...always, 'ValidationException'],
  },
  CreateWorkflowRun: {
    method: 'PUT',
    path: runs,
    successStatus: 201,
    idempotent: true,
    input: structure('CreateWorkflowRunRequest', {
      ...definitionKey,
      modelId: required(s.modelId),
      clientToken,
      logGroupName: optional(s.logGroupName),
      clientInfo: required(s.clientInfo),
    }),
    output: structure('CreateWorkflowRunResponse', {
      workflowRunId: required(s.uuid),
      status: required(s.runStatus),
    }),
    errors: usual,
  },
  GetWorkflowRun: {
    method: 'GET',
    path: run,
    successStatus: 200,
    idempotent: true,
    input: structure('GetWorkflowRunRequest', runKey),
    output: structure('GetWorkflowRunResponse', {
      workflowRunArn: required(s.runArn),
      workflowRunId: required(s.uuid),
      status: required(s.runStatus),
      startedAt: required(timestamp()),
      endedAt: optional(timestamp()),
      modelId: required(s.modelId),
      logGroupName: optional(s.logGroupName),
    }),
    errors: usual,
  },
  UpdateWorkflowRun: {
    method: 'PUT',
    path: run,
    successStatus: 200,
    idempotent: true,
    input: structure('UpdateWorkflowRunRequest', { ...runKey, status: required(s.runStatus) }),
    output: structure('UpdateWorkflowRunResponse', {}),
    errors: usual,
  },
  DeleteWorkflowRun: {
    method: 'DELETE',
    path: run,
    successStatus: 202,
    idempotent: true,
    input: structure('DeleteWorkflowRunRequest', runKey),
    output: structure('DeleteWorkflowRunResponse', { status: required(s.runStatus) }),
    errors: usual,
  },
  ListWorkflowRuns: {
    method: 'POST',
    path: runs,
    successStatus: 200,
    idempotent: true,
    input: structure('ListWorkflowRunsRequest', { ...definitionKey, ...paging }),
    output: structure('ListWorkflowRunsResponse', {
      workflowRunSummaries: required(list('WorkflowRunSummaries', s.runSummary)),
      nextToken,
    }),
    errors: usual,
  },
  CreateSession: {
    method: 'PUT',
    path: sessions,
    successStatus: 201,
    idempotent: true,
    input: structure('CreateSessionRequest', { ...runKey, clientToken }),
    output: structure('CreateSessionResponse', { sessionId: required(s.uuid) }),
    errors: metered,
  },
  ListSessions: {
    method: 'POST',
    path: run,
    successStatus: 200,
    idempotent: true,
    input: structure('ListSessionsRequest', { ...runKey, ...paging }),
    output: structure('ListSessionsResponse', {
      sessionSummaries: required(list('SessionSummaries', s.sessionSummary)),
      nextToken,
    }),
    errors: usual,
  },
  CreateAct: {
    method: 'PUT',
    path: acts,
    successStatus: 201,
    idempotent: true,
    input: structure('CreateActRequest', {
      ...sessionKey,
      task: required(s.task),
      toolSpecs: optional(s.toolSpecs),
      clientToken,
    }),
    output: structure('CreateActResponse', { actId: required(s.uuid), status: required(s.actStatus) }),
    errors: metered,
  },
  InvokeActStep: {
    method: 'PUT',
    path: `${act}/invoke-step/`,
    successStatus: 200,
    idempotent: false,
    input: structure('InvokeActStepRequest', {
      ...actKey,
      callResults: required(s.callResults),
      previousStepId: optional(s.uuid),
    }),
    output: structure('InvokeActStepResponse', {
      calls: required(list('Calls', s.call)),
      stepId: required(s.uuid),
    }),
    errors: metered,
  },
  UpdateAct: {
    method: 'PUT',
    path: act,
    successStatus: 200,
    idempotent: true,
    input: structure('UpdateActRequest', {
      ...actKey,
      status: required(s.actStatus),
      error: optional(s.actError),
    }),
    output: structure('UpdateActResponse', {}),
    errors: usual,
  },
  ListActs: {
    method: 'POST',
    path: `${definition}/acts`,
    successStatus: 200,
    idempotent: true,
    input: structure('ListActsRequest', {
      ...definitionKey,
      workflowRunId: inQuery(optional(s.uuid)),
      sessionId: inQuery(optional(s.uuid)),
      ...paging,
    }),
    output: structure('ListActsResponse', {
      actSummaries: required(list('ActSummaries', s.actSummary)),
      nextToken,
    }),
    errors: usual,
  },
  ListModels: {
    method: 'POST',
    path: '/models',
    successStatus: 200,
    idempotent: true,
    input: structure('ListModelsRequest', { clientCompatibilityVersion: inQuery(required(integer())) }),
    output: structure('ListModelsResponse', {
      modelSummaries: required(list('ModelSummaries', s.modelSummary)),
      modelAliases: required(list('ModelAliases', s.modelAlias)),
      compatibilityInformation: required(s.compatibilityInformation),
    }),
    errors: always,
  },
} as const satisfies Record<string, OperationModel>;

export type OperationName = keyof typeof operationModels;
