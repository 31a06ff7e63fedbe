import { randomUUID } from 'node:crypto';
import { findRepeated, hashInput } from '../idempotency.ts';
import { pageOf } from '../paging.ts';
import { sequenceOfRecord, sliceOf } from '../slice.ts';
import type { Handler } from './context.ts';
import { findRun, findRunningRun } from './lookups.ts';

export const createSession: Handler<'CreateSession'> = (input, { store }) => {
  const { definitionName, runId } = findRunningRun(store, input);
  const { clientToken } = input;
  const inputHash = hashInput(input);
  const repeated = findRepeated({
    siblings: store.sessions({ runId }),
    clientToken,
    inputHash,
    resourceType: 'Session',
    idOf: (record) => record.sessionId,
  });
  if (repeated !== undefined) return { sessionId: repeated.sessionId };
  const sessionId = randomUUID();
  store.saveSession({
    definitionName,
    runId,
    sessionId,
    createdAt: new Date().toISOString(),
    creation: { sequence: store.nextSequence(), inputHash, clientToken },
  });
  return { sessionId };
};

export const listSessions: Handler<'ListSessions'> = (input, { store }) => {
  const { runId } = findRun(store, input);
  const page = pageOf({
    read: (slice) => sliceOf(store.sessions({ runId }), slice, sequenceOfRecord),
    scope: ['sessions', runId],
    request: input,
  });
  return {
    sessionSummaries: page.items.map(({ sessionId }) => ({ sessionId })),
    nextToken: page.nextToken,
  };
};
