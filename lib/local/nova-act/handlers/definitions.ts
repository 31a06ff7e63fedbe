import { definitionArnFor } from '../authorize.ts';
import { findRepeated, hashInput } from '../idempotency.ts';
import { pageOf } from '../paging.ts';
import { conflict } from '../service-error.ts';
import { sequenceOfRecord, sliceOf } from '../slice.ts';
import type { Handler } from './context.ts';
import { findDefinition, findLiveDefinition } from './lookups.ts';

export const createWorkflowDefinition: Handler<'CreateWorkflowDefinition'> = (input, context) => {
  const { store, region, replaces, caller } = context;
  const { name, description, exportConfig, clientToken } = input;
  const inputHash = hashInput(input);
  const repeated = findRepeated({
    siblings: store.definitions(),
    clientToken,
    inputHash,
    resourceType: 'WorkflowDefinition',
    idOf: (record) => record.name,
  });
  if (store.definition(name) !== undefined) {
    const there = findLiveDefinition(store, name);
    if (replaces && caller === undefined) {
      store.saveDefinition({ ...there, description, exportConfig });
      return { status: 'ACTIVE' };
    }
    if (repeated !== undefined) return { status: 'ACTIVE' };
    throw conflict({
      resourceType: 'WorkflowDefinition',
      resourceId: name,
      message: `WorkflowDefinition ${name} exists already.`,
    });
  }
  store.saveDefinition({
    name,
    arn: definitionArnFor({ region, name }),
    status: 'ACTIVE',
    createdAt: new Date().toISOString(),
    description,
    exportConfig,
    creation: { sequence: store.nextSequence(), inputHash, clientToken },
  });
  return { status: 'ACTIVE' };
};

export const getWorkflowDefinition: Handler<'GetWorkflowDefinition'> = (input, { store }) => {
  const { name, arn, createdAt, description, exportConfig, status } = findDefinition(
    store,
    input.workflowDefinitionName,
  );
  return { name, arn, createdAt: new Date(createdAt), description, exportConfig, status };
};

export const deleteWorkflowDefinition: Handler<'DeleteWorkflowDefinition'> = (input, { store }) => {
  const definition = findDefinition(store, input.workflowDefinitionName);
  if (definition.status !== 'DELETING') store.removeDefinition(definition);
  return { status: 'DELETING' };
};

export const listWorkflowDefinitions: Handler<'ListWorkflowDefinitions'> = (input, { store }) => {
  const page = pageOf({
    read: (slice) => sliceOf(store.definitions(), slice, sequenceOfRecord),
    scope: ['definitions'],
    request: input,
  });
  return {
    workflowDefinitionSummaries: page.items.map(({ name, arn, createdAt, status }) => ({
      workflowDefinitionArn: arn,
      workflowDefinitionName: name,
      createdAt: new Date(createdAt),
      status,
    })),
    nextToken: page.nextToken,
  };
};
