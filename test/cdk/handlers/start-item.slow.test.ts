import { afterAll, expect, test } from '@jest/globals';
import { startItem } from '../../../lib/cdk/handlers/start-item.ts';
import type { StartStep } from '../../../lib/contract/item-step.ts';
import { removeProject, startPlane } from '../../local/agentcore/harness.ts';

afterAll(removeProject);

const STEP: StartStep = {
  step: 'start',
  token: 'token-1',
  heartbeatSeconds: 300,
  redrive: 0,
  fleet: 'execution@now',
  format: 'jsonl',
  bucket: 'artifacts',
  index: 0,
  item: { do: 'wait' },
};

async function open() {
  const plane = await startPlane();
  const start = (step: Partial<StartStep> = {}, runtimeArn = plane.arn) =>
    startItem(
      { ...STEP, ...step },
      {
        client: plane.client,
        settings: {
          runtimeArn,
          qualifier: 'DEFAULT',
          definitionName: 'probe-workflow',
          artifactBucket: 'artifacts',
          buckets: [],
          concurrency: 20,
          toleratedFailurePercentage: 10,
        },
        deadlineMs: Date.now() + 50_000,
        pausesMs: [1, 1],
      },
    );
  return { plane, start };
}

test('a host of this project on local AWS takes an item, and the token of another attempt while it runs', async () => {
  const { plane, start } = await open();
  try {
    const first = await start();
    await plane.reported('started');
    const again = await start({ token: 'token-2' });

    expect(again).toEqual(first);
    expect(plane.reports).toEqual(['started']);
  } finally {
    await plane.close();
  }
});

test('a runtime that is not there is refused for good', async () => {
  const { plane, start } = await open();
  try {
    await expect(start({}, `${plane.arn}-gone`)).rejects.toMatchObject({
      name: 'ItemRefused',
      message: expect.stringMatching(/^Item 0: It was not started: \w+Exception: /),
    });
  } finally {
    await plane.close();
  }
});
