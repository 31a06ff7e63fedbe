import { expect, test } from '@jest/globals';
import { startLostRunAccount } from './support/lost-run-account.ts';
import { callHandler } from './support/run-handler.ts';

const EVENT = { 'detail-type': 'Scheduled Event', source: 'aws.events', time: '2026-03-01T12:00:00Z' };

test('runs whose session is gone end as FAILED with their invocations; those of a laptop, and young ones, go on', async () => {
  await using account = await startLostRunAccount();
  const laptop = await account.run({ hoursAgo: 9, isRecorded: false });
  const lost = await account.run({ hoursAgo: 9 });
  const young = await account.run({ hoursAgo: 8 });
  const before = await lost.record();

  const { exitCode, log, output } = await callHandler('lost-runs', {
    event: EVENT,
    environment: account.environment,
  });

  expect([exitCode, log]).toEqual([0, '']);
  expect([laptop.status(), lost.status(), young.status()]).toEqual(['RUNNING', 'FAILED', 'RUNNING']);
  expect(await lost.record()).toEqual({
    ...before,
    status: 'FAILED',
    endedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    error: { name: 'SessionEnded', message: expect.stringContaining('session ended before') },
  });
  expect(await young.record()).toMatchObject({ status: 'RUNNING' });
  // One line of JSON and nothing else: a document from which CloudWatch takes the metric.
  expect(JSON.parse(output)).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [
        {
          Namespace: 'NovaActWorkflows',
          Dimensions: [['WorkflowDefinition']],
          Metrics: [{ Name: 'LostRuns', Unit: 'Count' }],
        },
      ],
    },
    WorkflowDefinition: 'shop',
    LostRuns: 1,
    lostRunIds: [lost.runId],
    unrecorded: 1,
    looked: 3,
    failures: [],
    isComplete: true,
  });
});

test('an event that comes twice changes nothing more, and counts nothing more', async () => {
  await using account = await startLostRunAccount();
  const lost = await account.run({ hoursAgo: 9 });
  const call = () => callHandler('lost-runs', { event: EVENT, environment: account.environment });

  const first = await call();
  const record = await lost.record();
  const second = await call();

  expect([first, second].map(({ output }) => JSON.parse(output).LostRuns)).toEqual([1, 0]);
  expect(await lost.record()).toEqual(record);
});

test('what the stack has not said, or a service that refuses, is an error of the function', async () => {
  await using account = await startLostRunAccount();
  const { LOST_AFTER_SECONDS: _, ...incomplete } = account.environment;
  const unknown = { ...account.environment, NOVA_ACT_WORKFLOW_DEFINITION_NAME: 'nobody' };
  const call = (environment: Readonly<Record<string, string>>) =>
    callHandler('lost-runs', { event: EVENT, environment });

  expect(await call(incomplete)).toMatchObject({
    exitCode: 1,
    log: expect.stringContaining('The environment variable LOST_AFTER_SECONDS is missing'),
  });
  expect(await call(unknown)).toMatchObject({
    exitCode: 1,
    log: expect.stringContaining('ResourceNotFoundException'),
  });
});
