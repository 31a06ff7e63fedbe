/** Records as the store gets them. */
import { randomUUID } from 'node:crypto';
import type {
  ActRecord,
  DefinitionRecord,
  RunRecord,
  SessionRecord,
} from '../../../../lib/local/nova-act/index.ts';

const AT = '2026-03-01T09:00:00.000Z';

export function aDefinition(name: string, sequence: number): DefinitionRecord {
  const arn = `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${name}`;
  return { name, arn, status: 'ACTIVE', createdAt: AT, creation: { sequence, inputHash: 'hash' } };
}

export function aRun(definitionName: string, sequence: number, details: Partial<RunRecord> = {}): RunRecord {
  return {
    definitionName,
    runId: randomUUID(),
    arn: `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${definitionName}/workflow-run/x`,
    status: 'RUNNING',
    modelId: 'nova-act-offline',
    requestedModelId: 'nova-act-latest',
    clientInfo: { compatibilityVersion: 1 },
    startedAt: AT,
    creation: { sequence, inputHash: 'hash', clientToken: randomUUID() },
    ...details,
  };
}

export function aSession({ definitionName, runId }: RunRecord, sequence: number): SessionRecord {
  const creation = { sequence, inputHash: 'hash' };
  return { definitionName, runId, sessionId: randomUUID(), createdAt: AT, creation };
}

export function anAct(session: SessionRecord, sequence: number, details: Partial<ActRecord> = {}): ActRecord {
  const { definitionName, runId, sessionId } = session;
  return {
    definitionName,
    runId,
    sessionId,
    actId: randomUUID(),
    status: 'RUNNING',
    task: 'Look for "red" shoes, },"run":{ and ü',
    startedAt: AT,
    creation: { sequence, inputHash: 'hash' },
    ...details,
  };
}
