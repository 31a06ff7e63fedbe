import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { scriptedAgent } from '../../../lib/agents/index.ts';
import { readActTrace } from '../../../lib/contract/read-act-trace.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import {
  CreateWorkflowDefinitionCommand,
  DeleteWorkflowRunCommand,
  ListActsCommand,
  NovaActClient,
  UpdateActCommand,
  type WorkflowExportConfig,
} from '../../../lib/service/index.ts';
import { createAct, jpegBytes, openingStep } from '../nova-act/local-service.ts';

const BUCKET = 'nova-act-local-artifacts';

let stateDir: string;
let local: LocalAws;
let client: NovaActClient;
const warnings: unknown[] = [];
beforeEach(async () => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'exports-'));
  local = await startLocalAws({ stateDir, agent: scriptedAgent([{ returns: 'Shop' }]) });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new NovaActClient({ endpoint: local.url, region: 'us-east-1', credentials });
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(warning));
});
afterEach(async () => {
  jest.restoreAllMocks();
  warnings.length = 0;
  client.destroy();
  await local.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** An act of one step that has ended, of a definition that exports so, and the folder of its export. */
async function endedAct(exportConfig: WorkflowExportConfig | undefined) {
  await client
    .send(new CreateWorkflowDefinitionCommand({ name: 'shop', exportConfig }))
    .catch(() => undefined);
  const act = await createAct(client, 'Return the heading');
  await client.send(openingStep(act));
  await client.send(new UpdateActCommand({ ...act, status: 'SUCCEEDED' }));
  const { actSummaries = [] } = await client.send(new ListActsCommand(act));
  expect(actSummaries).toMatchObject([{ status: 'SUCCEEDED' }]);
  const place = ['runs', act.workflowRunId, 'sessions', act.sessionId, 'acts', act.actId];
  return { act, folder: path.join(stateDir, 'artifacts', 'shop', ...place) };
}

test('the steps of an act are in the bucket of its definition when it has ended, and stay there', async () => {
  const { act, folder } = await endedAct({ s3BucketName: BUCKET, s3KeyPrefix: 'shop' });
  await client.send(new DeleteWorkflowRunCommand(act));

  expect(readActTrace(readFileSync(path.join(folder, 'act.json'), 'utf8'))).toMatchObject({
    prompt: 'Return the heading',
    status: 'SUCCEEDED',
    metadata: {
      workflow_definition_name: 'shop',
      workflow_run_id: act.workflowRunId,
      act_id: act.actId,
      num_steps_executed: 1,
    },
    steps: [
      {
        number: 1,
        active_url: 'https://shop.example/',
        width_px: 1600,
        image: 'step-0001.jpg',
        program: { calls: [{ name: 'return', kwargs: { value: 'Shop' }, is_return: true }] },
      },
    ],
  });
  expect(readFileSync(path.join(folder, 'step-0001.jpg'))).toEqual(jpegBytes);
  expect(statSync(path.join(folder, 'act.json')).mode & 0o777).toBe(0o600);
  expect(local.store.sessions({ runId: act.workflowRunId })).toEqual([]);
  expect(warnings).toEqual([]);
});

test('a definition that names no bucket exports nothing', async () => {
  await endedAct(undefined);
  expect(existsSync(path.join(stateDir, 'artifacts'))).toBe(false);
  expect(warnings).toEqual([]);
});

test('a bucket that is not here is told, once, and no act fails of it', async () => {
  await endedAct({ s3BucketName: 'elsewhere' });
  await endedAct({ s3BucketName: 'elsewhere' });
  expect(warnings).toEqual([
    `Steps of shop are not exported: there is no bucket elsewhere on this local AWS; there are: ${BUCKET}`,
  ]);
});

test('what cannot be written is told, once, and no act fails of it', async () => {
  const exportConfig = { s3BucketName: BUCKET, s3KeyPrefix: 'in/the/way' };
  writeFileSync(path.join(stateDir, 'artifacts'), 'no folder');
  await endedAct(exportConfig);
  await endedAct(exportConfig);
  expect(warnings).toEqual([
    expect.stringMatching(/^Steps of shop are not exported: [\w-]+ could not be written: E.*artifacts/),
  ]);
});
