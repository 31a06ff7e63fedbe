import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { LOCAL_BUCKET } from '../../lib/contract/local-account.ts';
import { endRunsOf } from '../../lib/local/nova-act/session-runs.ts';
import type { NovaActStore } from '../../lib/local/nova-act/store.ts';
import { bucketDir } from '../../lib/local/s3/buckets.ts';
import { UpdateActCommand, UpdateWorkflowRunCommand } from '../../lib/service/index.ts';
import { DEFINITION, startWithBareHost } from './agentcore/bare-host.ts';
import { createAct, startLocalService } from './nova-act/local-service.ts';

let warnings: string[];

beforeEach(() => {
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** The journal finds the disk full. @returns how to free some */
function fillDisk(): () => void {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const write = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw full;
  });
  return () => write.mockRestore();
}

async function untilAllEnded(store: NovaActStore): Promise<void> {
  while (store.runs().some(({ status }) => status === 'RUNNING'))
    await new Promise((resolve) => store.once('change', resolve));
}

describe('on a full disk', () => {
  test('the end of a run is refused, saying where there is no space, and written when there is some', async () => {
    await using local = await startLocalService();
    const { client, store, stateDir } = local;
    const act = await createAct(client);
    const free = fillDisk();
    const why = `There is no space left in the state folder ${stateDir} (ENOSPC: no space left on device, write). Free some, or choose another folder with --state-dir.`;
    const error = { type: 'ShopError', message: 'the shop is closed' };

    await expect(
      client.send(new UpdateActCommand({ ...act, status: 'FAILED', error })),
    ).rejects.toMatchObject({
      name: 'InternalServerException',
      message: `Local AWS failed: ${why}`,
    });
    const failed = new UpdateWorkflowRunCommand({ ...act, status: 'FAILED' });
    await expect(client.send(failed)).rejects.toThrow(why);
    expect(store.runs()).toMatchObject([{ status: 'RUNNING' }]);
    free();
    await untilAllEnded(store);

    expect(store.acts()).toMatchObject([{ status: 'FAILED', error, endedAt: expect.any(String) }]);
    expect(store.runs()).toMatchObject([{ status: 'FAILED', endedAt: expect.any(String) }]);
    await expect(client.send(failed)).resolves.toBeDefined();
    const notYet = 'could not be written yet, and is tried again:';
    expect(warnings).toEqual([
      `The end of act ${act.actId} (FAILED) ${notYet} ${why}`,
      `The end of run ${act.workflowRunId} (FAILED) ${notYet} ${why}`,
    ]);
  });

  test('the end that was reported first counts, also when local AWS ends the session before it is written', async () => {
    await using local = await startLocalService();
    const { client, store } = local;
    const act = await createAct(client);
    const [begun] = store.runs();
    if (begun === undefined) throw new Error('There is no run.');
    const run = { ...begun, runtimeSession: { id: 'session', identity: 'LOCAL-1' } };
    store.saveRun(run);
    const free = fillDisk();
    expect(() => store.saveRun({ ...run, status: 'SUCCEEDED' })).toThrow('ENOSPC');
    expect(() => endRunsOf(store, { identity: 'LOCAL-1', reason: 'it was stopped' })).toThrow('ENOSPC');
    free();

    await untilAllEnded(store);

    expect(store.run(act.workflowRunId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(store.acts()).toMatchObject([{ status: 'FAILED', error: { message: 'it was stopped' } }]);
  });

  test('ends that wait are written when local AWS closes', async () => {
    const local = await startLocalService();
    const act = await createAct(local.client);
    const [run] = local.store.runs();
    const free = fillDisk();
    expect(() => run && local.store.saveRun({ ...run, status: 'SUCCEEDED' })).toThrow('ENOSPC');
    free();
    await using after = await local.restart();
    expect(after.store.run(act.workflowRunId)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

test('the record of an invocation that could not be written says which, and is written when that works', async () => {
  await using bare = await startWithBareHost();
  const { store, stateDir } = bare.aws;
  const folder = path.join(bucketDir({ stateDir, bucket: LOCAL_BUCKET }), DEFINITION);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  fs.writeFileSync(folder, 'in the way');
  const { requestId } = await bare.call({ do: 'answer', value: 'there' });
  expect(warnings).toEqual([
    expect.stringMatching(`^The record of invocation \\S+${requestId} could not be written: E`),
    expect.stringMatching(`^The end of invocation \\S+${requestId} could not be written yet`),
  ]);

  fs.rmSync(folder);
  await new Promise((resolve) => store.invocations.once('change', resolve));

  expect(store.invocations.readByRequest(requestId)).toMatchObject({ record: { status: 'SUCCEEDED' } });
});
