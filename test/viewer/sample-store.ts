import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ActRecord, RunRecord, StepRecord } from '../../lib/local/nova-act/records.ts';
import { NovaActStore } from '../../lib/local/nova-act/store.ts';

/** The smallest picture: one grey pixel as JPEG. */
export const PIXEL = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
);

export const DEFINITION = 'getting-started-workflow';
export const RUN = '11111111-1111-4111-8111-111111111111';
export const SESSION = '22222222-2222-4222-8222-222222222222';
export const ACT = '33333333-3333-4333-8333-333333333333';

/** A store in a folder of its own, which goes with it. */
export interface SampleStore extends Disposable {
  readonly store: NovaActStore;
  readonly directory: string;
}

export function emptyStore(): SampleStore {
  const stateDir = mkdtempSync(path.join(os.tmpdir(), 'viewer-'));
  return {
    store: NovaActStore.open({ stateDir }),
    directory: stateDir,
    [Symbol.dispose]: () => rmSync(stateDir, { recursive: true, force: true }),
  };
}

/** A store with one definition, one run and one session. */
export function storeWithRun(
  details: Partial<RunRecord> & { readonly description?: string } = {},
): SampleStore {
  const sample = emptyStore();
  const { store } = sample;
  const { description, ...run } = details;
  store.saveDefinition({
    name: DEFINITION,
    arn: `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${DEFINITION}`,
    status: 'ACTIVE',
    createdAt: '2026-03-01T08:00:00.000Z',
    description: description ?? 'Opens a page and returns its main heading.',
    creation: creation(store),
  });
  store.saveRun({
    definitionName: DEFINITION,
    runId: RUN,
    arn: `arn:aws:nova-act:us-east-1:000000000000:workflow-run/${RUN}`,
    status: 'SUCCEEDED',
    modelId: 'nova-act-offline',
    requestedModelId: 'nova-act-latest',
    clientInfo: { compatibilityVersion: 1 },
    startedAt: '2026-03-01T09:00:00.000Z',
    endedAt: '2026-03-01T09:00:12.500Z',
    creation: creation(store),
    ...run,
  });
  store.saveSession({
    definitionName: DEFINITION,
    runId: RUN,
    sessionId: SESSION,
    createdAt: '2026-03-01T09:00:00.000Z',
    creation: creation(store),
  });
  return sample;
}

/** Adds an act to the session; without details it has just been started. */
export function addAct(store: NovaActStore, details: Partial<ActRecord> = {}): ActRecord {
  const act: ActRecord = {
    definitionName: DEFINITION,
    runId: RUN,
    sessionId: SESSION,
    actId: ACT,
    status: 'RUNNING',
    task: 'Return the main heading of the page',
    startedAt: '2026-03-01T09:00:01.000Z',
    creation: creation(store),
    ...details,
  };
  store.saveAct(act);
  return act;
}

/** Adds a step to an act. */
export function addStep(
  store: NovaActStore,
  act: ActRecord,
  details: Partial<StepRecord> & { readonly image?: Uint8Array; readonly url?: string } = {},
): void {
  const { image = PIXEL, url = 'http://127.0.0.1/demo/', ...step } = details;
  const index = store.steps(act.actId).length + 1;
  const screenshotFile = `step-${String(index).padStart(4, '0')}.jpg`;
  store.appendStep({
    act,
    step: {
      index,
      stepId: `44444444-4444-4444-8444-${String(index).padStart(12, '0')}`,
      at: new Date(Date.parse('2026-03-01T09:00:02.000Z') + index * 1000).toISOString(),
      results: [],
      observation: { url, widthPx: 1600, heightPx: 813, screenshotFile },
      calls: [],
      inputHash: `hash-${index}`,
      ...step,
    },
    image: { file: screenshotFile, bytes: image },
  });
}

function creation(store: NovaActStore): ActRecord['creation'] {
  return { sequence: store.nextSequence(), inputHash: 'hash' };
}
