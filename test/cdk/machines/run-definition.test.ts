import { expect, test } from '@jest/globals';
import { itemTask } from '../../../lib/cdk/machines/item-task.ts';
import { type RunDefinitionOptions, runDefinition } from '../../../lib/cdk/machines/run-definition.ts';
import { aslProblems } from './asl-problems.ts';

const OPTIONS: RunDefinitionOptions = {
  functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:item',
  heartbeatSeconds: 300,
  timeoutSeconds: 29_100,
  retries: { lost: 1, failed: 0 },
};

test.each([
  { lost: 0, failed: 0 },
  { lost: 1, failed: 0 },
  { lost: 0, failed: 3 },
])('the machine of one run is one that Step Functions takes: %o', (retries) => {
  expect(aslProblems(runDefinition({ ...OPTIONS, retries }))).toEqual([]);
});

test('it makes an item of its input, which no other execution has, and runs it as fleets do', () => {
  expect(runDefinition(OPTIONS)).toMatchObject({
    StartAt: 'Item',
    States: {
      Item: {
        Type: 'Pass',
        Parameters: {
          'fleet.$': "States.Format('{}@{}', $$.Execution.Id, $$.Execution.StartTime)",
          format: 'json',
          bucket: '',
          index: 0,
          'item.$': '$',
        },
        Next: 'Run',
      },
      Run: itemTask(OPTIONS),
    },
  });
});
