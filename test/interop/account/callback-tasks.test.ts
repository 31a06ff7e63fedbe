import { setTimeout as sleep } from 'node:timers/promises';
import { SendTaskHeartbeatCommand, SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { newAccount, useAccountServer } from '../support/test-account.ts';
import { deployMachine, waitingTask } from './machine.ts';

useAccountServer();

describe('a task that waits for a callback', () => {
  test('fails when its function throws, by the name of the error', async () => {
    const machine = await deployMachine(newAccount(), { First: waitingTask() });

    const { status, error, cause } = await machine.end(await machine.start({ error: 'OutOfStock' }));

    expect([status, error]).toEqual(['FAILED', 'OutOfStock']);
    expect(JSON.parse(cause ?? '')).toMatchObject({ errorMessage: 'It was told to.' });
  });

  test('fails when nothing was heard for so long, and no sooner', async () => {
    const account = newAccount();
    const machine = await deployMachine(account, { First: waitingTask({ HeartbeatSeconds: 1 }) });
    const execution = await machine.start({ error: null });
    const [taskToken = ''] = await machine.tokens(1);

    for (let beat = 0; beat < 4; beat += 1) {
      await sleep(500);
      await account.machines.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    expect(await machine.describe(execution)).toMatchObject({ status: 'RUNNING' });
    expect(await machine.end(execution)).toMatchObject({
      status: 'FAILED',
      error: 'States.HeartbeatTimeout',
    });
  });

  test('has a new token for each attempt; those of closed ones say that they are', async () => {
    const account = newAccount();
    const Retry = [{ ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const machine = await deployMachine(account, { First: waitingTask({ HeartbeatSeconds: 1, Retry }) });
    const execution = await machine.start({ error: null });
    const succeed = (taskToken: string | undefined) =>
      account.machines.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));

    const [first, second] = await machine.tokens(2);
    await expect(succeed(first)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await succeed(second);
    expect(await machine.end(execution)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    await expect(succeed(second)).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(succeed('unknown')).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
  });

  test('ends with its execution, and is not tried again', async () => {
    const account = newAccount();
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }];
    const machine = await deployMachine(account, { First: waitingTask({ Retry }) });
    const executionArn = await machine.start({ error: null });
    const [taskToken] = await machine.tokens(1);

    await account.machines.send(new StopExecutionCommand({ executionArn }));

    await sleep(1_500);
    const beat = account.machines.send(new SendTaskHeartbeatCommand({ taskToken }));
    await expect(beat).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await machine.describe(executionArn)).toMatchObject({ status: 'ABORTED' });
    expect(await machine.tokens(1)).toEqual([taskToken]);
  });
});
