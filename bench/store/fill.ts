/**
 * Fills a state folder, in a process of its own, through the store: `fill.ts <state folder> <runs>`. Every tenth run has failed. Only the last ones
 * have steps, which lists do not read and which are most of the disk.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { InvocationRecord } from '../../lib/contract/invocation-record.ts';
import {
  type ActRecord,
  type Creation,
  NovaActStore,
  type RunRecord,
} from '../../lib/local/nova-act/index.ts';
import { DEFINITION, OTHER_DEFINITION } from './names.ts';

const [stateDir = '', count = '0'] = process.argv.slice(2);
const store = NovaActStore.open({ stateDir });

const RUNS_WITH_STEPS = 100;
const HASH = 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9';
const TASK =
  'Search for red shoes, open the cheapest product, and return its name and price. Ignore what is sold out, and close the banner about cookies if there is one.';
const IMAGE = new Uint8Array(3000).fill(0xff);
const at = (ms: number): string => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
const creation = (): Creation => ({
  sequence: store.nextSequence(),
  inputHash: HASH,
  clientToken: randomUUID(),
});

for (const name of [DEFINITION, OTHER_DEFINITION]) {
  store.saveDefinition({
    name,
    arn: `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${name}`,
    status: 'ACTIVE',
    createdAt: at(0),
    description: 'Looks for the cheapest shoes.',
    creation: creation(),
  });
}
for (let index = 0; index < Number(count); index += 1) fillRun(index);
await store.close();

/** One or two sessions, two or three acts of two steps each; every tenth run is of the other definition and has pictures. */
function fillRun(index: number): void {
  const definitionName = index % 10 === 9 ? OTHER_DEFINITION : DEFINITION;
  const runId = randomUUID();
  const time = index * 60_000;
  const sessionId = randomUUID();
  const run: RunRecord = {
    definitionName,
    runId,
    arn: `arn:aws:nova-act:us-east-1:000000000000:workflow-definition/${definitionName}/workflow-run/${runId}`,
    status: 'RUNNING',
    modelId: 'nova-act-offline',
    requestedModelId: 'nova-act-latest',
    clientInfo: { compatibilityVersion: 1, sdkVersion: '0.1.0' },
    logGroupName: `/aws/bedrock-agentcore/runtimes/${definitionName}`,
    // Every second one was made by a runtime session, the others by a laptop.
    ...(index % 2 === 0 && {
      runtimeSession: { id: sessionId, identity: `LOCAL${sessionId}` },
      invocationId: `${sessionId}.${randomUUID()}`,
    }),
    startedAt: at(time),
    creation: creation(),
  };
  store.saveRun(run);
  const sessions = Array.from({ length: 1 + (index % 2) }, () => {
    const made = {
      definitionName,
      runId,
      sessionId: randomUUID(),
      createdAt: at(time),
      creation: creation(),
    };
    store.saveSession(made);
    return made;
  });
  for (let number = 0; number < 2 + (index % 2); number += 1) {
    const place = sessions[number % sessions.length]?.sessionId ?? '';
    fillAct({
      ...{ definitionName, runId, sessionId: place, time, withImages: index % 10 === 9 },
      withSteps: index >= Number(count) - RUNS_WITH_STEPS,
    });
  }
  const status = index % 10 === 3 ? 'FAILED' : 'SUCCEEDED';
  store.saveRun({ ...run, status, endedAt: at(time + 30_000) });
  if (status === 'FAILED') fillInvocation(run, index);
}

/** What its host says of a run that failed. */
function fillInvocation({ definitionName, runId, startedAt }: RunRecord, index: number): void {
  const sessionId = randomUUID();
  const requestId = randomUUID();
  const id = `${sessionId}.${requestId}`;
  const record: InvocationRecord = {
    id,
    sessionId,
    requestId,
    status: 'FAILED',
    startedAt,
    endedAt: startedAt,
    error: { name: 'ActTimeoutError', message: `The act did not end within ${index} s.` },
    workflowRunIds: [runId],
  };
  store.invocations.write({ definitionName, record });
  const pointer = path.resolve(stateDir, 'artifacts', definitionName, 'runs', `${runId}.json`);
  mkdirSync(path.dirname(pointer), { recursive: true });
  writeFileSync(pointer, JSON.stringify({ invocationId: id, definitionName, startedAt }));
}

function fillAct(given: {
  readonly definitionName: string;
  readonly runId: string;
  readonly sessionId: string;
  readonly time: number;
  readonly withImages: boolean;
  readonly withSteps: boolean;
}): void {
  const { time, withImages, withSteps, ...place } = given;
  const actId = randomUUID();
  const startedAt = at(time);
  const act: ActRecord = { ...place, actId, status: 'RUNNING', task: TASK, startedAt, creation: creation() };
  store.saveAct(act);
  for (const index of withSteps ? [1, 2] : []) {
    const screenshotFile = withImages ? `step-000${index}.jpg` : undefined;
    store.appendStep({
      act,
      step: {
        index,
        stepId: randomUUID(),
        at: startedAt,
        results: [{ callId: '1', name: 'agentClick', text: 'null' }],
        observation: { url: 'http://127.0.0.1/demo/', widthPx: 1600, heightPx: 813, screenshotFile },
        calls: [{ callId: '2', name: 'agentClick', input: ['<box>10,20,30,60</box>'] }],
        inputHash: HASH,
        invocationId: randomUUID(),
      },
      image: screenshotFile === undefined ? undefined : { file: screenshotFile, bytes: IMAGE },
    });
  }
  store.saveAct({ ...act, status: 'SUCCEEDED', endedAt: at(time + 10_000) });
}
