import { expect, test } from '@jest/globals';
import { type ItemTaskOptions, itemTask } from '../../../lib/cdk/machines/item-task.ts';
import { itemOf } from '../../../lib/contract/fleet-item.ts';
import { PayloadError } from '../../../lib/contract/payload-error.ts';

const OPTIONS: ItemTaskOptions = {
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:item',
  heartbeatSeconds: 300,
  timeoutSeconds: 29_100,
  retries: { lost: 1, failed: 2 },
};

const retries = (options: Partial<ItemTaskOptions['retries']> = {}) =>
  itemTask({ ...OPTIONS, retries: { ...OPTIONS.retries, ...options } }).Retry;

test('an item is one task that waits for its token; nothing comes after it and nothing is caught, so that a redrive runs it again', () => {
  const task = itemTask(OPTIONS);

  expect(task).toMatchObject({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    HeartbeatSeconds: 300,
    TimeoutSeconds: 29_100,
    End: true,
  });
  expect(Object.keys(task)).not.toContain('Catch');
  expect(Object.keys(task)).not.toContain('Next');
});

test('the function gets the token, and with it all that it needs of the item', () => {
  expect(itemTask(OPTIONS).Parameters).toEqual({
    FunctionName: OPTIONS.functionArn,
    Payload: {
      step: 'start',
      'token.$': '$$.Task.Token',
      'redrive.$': '$$.Execution.RedriveCount',
      heartbeatSeconds: 300,
      'fleet.$': '$.fleet',
      'format.$': '$.format',
      'bucket.$': '$.bucket',
      'index.$': '$.index',
      'item.$': '$.item',
    },
  });
});

test('what found no room is tried for an hour; a runtime that fails by itself, for minutes; a lost session, and a failure, as often as was said; what is final, never', () => {
  expect(retries()).toEqual([
    {
      ErrorEquals: [
        'ItemNotStarted',
        'Lambda.TooManyRequestsException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.Unknown',
        'Sandbox.Timedout',
      ],
      IntervalSeconds: 2,
      BackoffRate: 2,
      MaxDelaySeconds: 60,
      MaxAttempts: 60,
      JitterStrategy: 'FULL',
    },
    {
      ErrorEquals: ['RuntimeUnavailable'],
      IntervalSeconds: 5,
      BackoffRate: 2,
      MaxDelaySeconds: 60,
      MaxAttempts: 6,
      JitterStrategy: 'FULL',
    },
    { ErrorEquals: ['States.HeartbeatTimeout', 'SessionEnded'], IntervalSeconds: 5, MaxAttempts: 1 },
    { ErrorEquals: ['ItemRefused', 'InvalidItem', 'PayloadError', 'States.Timeout'], MaxAttempts: 0 },
    { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 2 },
  ]);
});

test('the names that are final are those of the errors that are thrown', () => {
  const names = [
    thrownBy(() => itemOf('no object', { fleet: 'f', index: 0, format: 'jsonl', bucket: 'b' })),
    new PayloadError('').name,
  ];

  expect(names).toEqual(['InvalidItem', 'PayloadError']);
});

test('without retries of failures there is no rule for them; without those of lost sessions the rule says none', () => {
  expect(retries({ failed: 0 })).toHaveLength(4);
  expect(retries({ lost: 0 })).toMatchObject([
    {},
    {},
    { ErrorEquals: ['States.HeartbeatTimeout', 'SessionEnded'], MaxAttempts: 0 },
    {},
    {},
  ]);
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}
