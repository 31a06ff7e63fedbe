import { randomUUID } from 'node:crypto';
import { findRepeated, hashInput } from '../idempotency.ts';
import { checkModelId, MINIMUM_COMPATIBILITY_VERSION } from '../model-catalog.ts';
import { pageOf } from '../paging.ts';
import { conflict, invalidFields, invalidStatus } from '../service-error.ts';
import { isEnded, statusChange } from '../status-rules.ts';
import type { Handler } from './context.ts';
import { createWorkflowDefinition } from './definitions.ts';
import { findDefinition, findLiveDefinition, findLiveRun, findRun } from './lookups.ts';

export const createWorkflowRun: Handler<'CreateWorkflowRun'> = async (input, context) => {
  const { store, agent, definitionsOnDemand, caller } = context;
  const { workflowDefinitionName: name } = input;
  if (definitionsOnDemand && store.definition(name) === undefined)
    await createWorkflowDefinition({ name }, context);
  const definition = findLiveDefinition(store, name);
  const { clientToken, clientInfo, modelId, logGroupName } = input;
  const inputHash = hashInput(input);
  const repeated = findRepeated({
    siblings: clientToken === undefined ? [] : store.runs({ definitionName: definition.name, clientToken }),
    clientToken,
    inputHash,
    resourceType: 'WorkflowRun',
    idOf: (record) => record.runId,
  });
  if (repeated !== undefined) return { workflowRunId: repeated.runId, status: 'RUNNING' };
  if (clientInfo.compatibilityVersion < MINIMUM_COMPATIBILITY_VERSION) {
    throw invalidFields([
      {
        name: 'clientInfo.compatibilityVersion',
        message: `must be at least ${MINIMUM_COMPATIBILITY_VERSION}, is ${clientInfo.compatibilityVersion}`,
      },
    ]);
  }
  checkModelId(modelId);
  const runId = randomUUID();
  store.saveRun({
    definitionName: definition.name,
    runId,
    arn: `${definition.arn}/workflow-run/${runId}`,
    status: 'RUNNING',
    modelId: agent.name,
    requestedModelId: modelId,
    clientInfo,
    logGroupName,
    ...(caller && {
      runtimeSession: { id: caller.id, identity: caller.identity },
      invocationId: caller.invocationId(),
    }),
    startedAt: new Date().toISOString(),
    creation: { sequence: store.nextSequence(), inputHash, clientToken },
  });
  return { workflowRunId: runId, status: 'RUNNING' };
};

export const getWorkflowRun: Handler<'GetWorkflowRun'> = (input, { store }) => {
  const run = findRun(store, input);
  return {
    workflowRunArn: run.arn,
    workflowRunId: run.runId,
    status: run.status,
    startedAt: new Date(run.startedAt),
    endedAt: run.endedAt === undefined ? undefined : new Date(run.endedAt),
    // Not who plays it: a client gets back what it would on AWS.
    modelId: run.requestedModelId,
    logGroupName: run.logGroupName,
  };
};

export const updateWorkflowRun: Handler<'UpdateWorkflowRun'> = (input, { store }) => {
  const run = findLiveRun(store, input);
  const { status } = input;
  switch (statusChange({ from: run.status, to: status })) {
    case 'nothing':
      break;
    case 'forbidden':
      throw invalidStatus(`A run cannot be set to ${status}; delete it instead.`);
    case 'ended':
      throw conflict({
        resourceType: 'WorkflowRun',
        resourceId: run.runId,
        message: `WorkflowRun ${run.runId} has ended (${run.status}) and cannot become ${status}.`,
      });
    case 'apply':
      store.saveRun({ ...run, status, ...(isEnded(status) && { endedAt: new Date().toISOString() }) });
  }
  return {};
};

export const deleteWorkflowRun: Handler<'DeleteWorkflowRun'> = (input, { store }) => {
  const run = findRun(store, input);
  if (run.status !== 'DELETING') store.removeRun(run);
  return { status: 'DELETING' };
};

export const listWorkflowRuns: Handler<'ListWorkflowRuns'> = (input, { store }) => {
  const { name } = findDefinition(store, input.workflowDefinitionName);
  const page = pageOf({
    read: (slice) => store.runsPage(name, slice),
    scope: ['runs', name],
    request: input,
  });
  return {
    workflowRunSummaries: page.items.map((run) => ({
      workflowRunArn: run.arn,
      workflowRunId: run.runId,
      status: run.status,
      startedAt: new Date(run.startedAt),
      endedAt: run.endedAt === undefined ? undefined : new Date(run.endedAt),
    })),
    nextToken: page.nextToken,
  };
};
