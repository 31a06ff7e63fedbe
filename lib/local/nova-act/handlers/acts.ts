import { randomUUID } from 'node:crypto';
import { findRepeated, hashInput } from '../idempotency.ts';
import { pageOf } from '../paging.ts';
import { conflict } from '../service-error.ts';
import { isEnded, statusChange } from '../status-rules.ts';
import type { Handler } from './context.ts';
import { findAct, findDefinition, findLiveRun, findRun, findRunningRun, findSession } from './lookups.ts';

export const createAct: Handler<'CreateAct'> = (input, { store }) => {
  findRunningRun(store, input);
  const { definitionName, runId, sessionId } = findSession(store, input);
  const { clientToken, task, toolSpecs } = input;
  const inputHash = hashInput(input);
  const repeated = findRepeated({
    siblings: store.acts({ sessionId }),
    clientToken,
    inputHash,
    resourceType: 'Act',
    idOf: (record) => record.actId,
  });
  if (repeated !== undefined) return { actId: repeated.actId, status: 'RUNNING' };
  const actId = randomUUID();
  store.saveAct({
    definitionName,
    runId,
    sessionId,
    actId,
    status: 'RUNNING',
    task,
    toolSpecs,
    startedAt: new Date().toISOString(),
    creation: { sequence: store.nextSequence(), inputHash, clientToken },
  });
  return { actId, status: 'RUNNING' };
};

/** The run may have ended before its acts: a client that shuts down must still be able to say how an act ended. */
export const updateAct: Handler<'UpdateAct'> = (input, { store }) => {
  findLiveRun(store, input);
  const act = findAct(store, input);
  const { status, error } = input;
  switch (statusChange({ from: act.status, to: status })) {
    case 'ended':
      throw conflict({
        resourceType: 'Act',
        resourceId: act.actId,
        message: `Act ${act.actId} has ended (${act.status}) and cannot become ${status}.`,
      });
    case 'apply':
      store.saveAct({
        ...act,
        status,
        ...(error !== undefined && { error }),
        ...(isEnded(status) && { endedAt: new Date().toISOString() }),
      });
      break;
    default:
  }
  return {};
};

export const listActs: Handler<'ListActs'> = (input, { store }) => {
  const { workflowDefinitionName, workflowRunId, sessionId } = input;
  const { name: definitionName } = findDefinition(store, workflowDefinitionName);
  if (workflowRunId !== undefined) findRun(store, { workflowDefinitionName, workflowRunId });
  const page = pageOf({
    read: (slice) => store.actsPage({ definitionName, runId: workflowRunId, sessionId }, slice),
    scope: ['acts', definitionName, workflowRunId ?? '', sessionId ?? ''],
    request: input,
  });
  return {
    actSummaries: page.items.map((act) => ({
      workflowRunId: act.runId,
      sessionId: act.sessionId,
      actId: act.actId,
      status: act.status,
      startedAt: new Date(act.startedAt),
      endedAt: act.endedAt === undefined ? undefined : new Date(act.endedAt),
    })),
    nextToken: page.nextToken,
  };
};
