import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { eventually } from '../../faults/eventually.ts';
import { newAccount, useAccountServer } from '../support/test-account.ts';
import { deployMachine, waitingTask } from './machine.ts';

useAccountServer();

/** Runs each of `$.items`. */
const map = (task: object, more: object = {}) => ({
  First: {
    Type: 'Map',
    ItemsPath: '$.items',
    Label: 'items',
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Run',
      States: { Run: task },
    },
    End: true,
    ...more,
  },
});
const describing = { Type: 'Pass', Parameters: { 'execution.$': '$$.Execution' }, End: true };

describe('a distributed map', () => {
  test('runs as many items at a time, and lets as many fail, as its input says', async () => {
    const account = newAccount();
    const limits = {
      MaxConcurrencyPath: '$.concurrency',
      ToleratedFailurePercentagePath: '$.tolerated',
    };
    const machine = await deployMachine(account, map(waitingTask(), limits));
    const failing = { error: 'OutOfStock' };

    const tolerant = await machine.start({
      concurrency: 2,
      tolerated: 50,
      items: [failing, { error: null }],
    });
    const tokens = await machine.tokens(2);
    const strict = await machine.start({ concurrency: 2, tolerated: 49, items: [failing, failing] });

    expect(await machine.end(strict)).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    const { mapRuns: [run] = [] } = await account.machines.send(
      new ListMapRunsCommand({ executionArn: tolerant }),
    );
    expect(
      await account.machines.send(new DescribeMapRunCommand({ mapRunArn: run?.mapRunArn })),
    ).toMatchObject({ maxConcurrency: 2, toleratedFailurePercentage: 50 });
    const succeed = (taskToken: string) =>
      account.machines.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    // That of the item that failed is closed.
    await Promise.allSettled(tokens.map(succeed));
    expect(await machine.end(tolerant)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('writes what became of items, also when too many have failed', async () => {
    const account = newAccount();
    const bucket = `results-${account.id}`;
    const Prefix = "States.Format('fleets/{}/results', $$.Execution.Name)";
    const machine = await deployMachine(
      account,
      map(waitingTask(), {
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Parameters: { Bucket: bucket, 'Prefix.$': Prefix },
        },
        ToleratedFailurePercentage: 10,
      }),
    );
    const read = async (key: string) => {
      const { Body } = await account.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    };
    const executionArn = await machine.start({ items: [{ error: 'OutOfStock' }] });
    const { status, name } = await machine.end(executionArn);
    const { mapRuns: [run] = [] } = await account.machines.send(new ListMapRunsCommand({ executionArn }));
    const folder = `fleets/${name}/results/${run?.mapRunArn?.split(':').at(-1)}`;

    expect(status).toBe('FAILED');
    expect(JSON.parse(await read(`${folder}/manifest.json`))).toEqual({
      DestinationBucket: bucket,
      MapRunArn: run?.mapRunArn,
      ResultFiles: {
        SUCCEEDED: [],
        FAILED: [{ Key: `${folder}/FAILED_0.jsonl`, Size: expect.any(Number) }],
        PENDING: [],
      },
    });
    expect(JSON.parse(await read(`${folder}/FAILED_0.jsonl`))).toMatchObject({
      Error: 'OutOfStock',
      Cause: expect.stringContaining('It was told to.'),
      Input: '{"error": "OutOfStock"}',
      Status: 'FAILED',
      RedriveCount: 0,
    });
  });

  test('gives each item an execution of its own', async () => {
    const machine = await deployMachine(newAccount(), map(describing));

    const executionArn = await machine.start({ items: [1] });
    const { output } = await machine.end(executionArn);

    const [{ execution }] = JSON.parse(output ?? '');
    expect(execution).toMatchObject({ RedriveCount: 0, Id: expect.stringContaining('/items:') });
  });

  test('ends with its execution, and begins no more items', async () => {
    const account = newAccount();
    const machine = await deployMachine(account, map(waitingTask(), { MaxConcurrency: 1 }));
    const executionArn = await machine.start({ items: [{ error: null }, { error: null }] });
    await machine.tokens(1);

    await account.machines.send(new StopExecutionCommand({ executionArn }));

    const { mapRuns: [{ mapRunArn } = {}] = [] } = await account.machines.send(
      new ListMapRunsCommand({ executionArn }),
    );
    const describeRun = () => account.machines.send(new DescribeMapRunCommand({ mapRunArn }));
    const run = await eventually(describeRun, ({ status }) => status !== 'RUNNING', 5_000);
    expect(run.status).toBe('ABORTED');
    const { executions = [] } = await account.machines.send(new ListExecutionsCommand({ mapRunArn }));
    expect(executions.map(({ status }) => status)).toEqual(['ABORTED']);
    expect(await machine.tokens(1)).toHaveLength(1);
  });
});
