import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { MapRunItemCounts } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsFleets, countsOf } from '../../../lib/cli/fleet/aws/aws-fleets.ts';
import { redriveExecution } from '../../../lib/cli/fleet/aws/redrive-execution.ts';
import { startExecution } from '../../../lib/cli/fleet/aws/start-execution.ts';
import { checkFleetName, checkForeignFleetName } from '../../../lib/cli/fleet/fleet-name.ts';
import type { FleetScope } from '../../../lib/cli/fleet/fleet-scope.ts';
import { FleetStore } from '../../../lib/cli/fleet/fleet-store.ts';
import { ItemSpool } from '../../../lib/cli/fleet/items/item-spool.ts';
import { FleetOutcomes } from '../../../lib/cli/fleet/local/fleet-outcomes.ts';
import { manifestsOf, readResults } from '../../../lib/cli/fleet/read-results.ts';
import { failureOfFleet } from '../../../lib/cli/fleet/say-end.ts';
import { withCounts } from '../../../lib/cli/fleet/with-counts.ts';
import type { FleetResult } from '../../../lib/contract/fleet-result.ts';
import { LOCAL_BUCKET } from '../../../lib/contract/local-account.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { type FakeExecution, MACHINE_ARN, startStepFunctions } from './fake-step-functions.ts';

// The bucket is that of a local AWS: commands on an account never ask a service on this machine, but their parts do.
let aws: LocalAws;
let s3: S3Client;
const stateDir = mkdtempSync(path.join(tmpdir(), 'fleets-'));
beforeAll(async () => {
  aws = await startLocalAws({ stateDir });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  s3 = new S3Client({ endpoint: aws.url, region: 'us-east-1', credentials, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  await aws.close();
  rmSync(stateDir, { recursive: true, force: true });
});

const place = { bucket: LOCAL_BUCKET, prefix: 'shop' };
const call = { abortSignal: new AbortController().signal };
const store = (): FleetStore => new FleetStore({ place, s3: async () => s3 });

/** The parts of a scope that a command on an account works with, and what it says. */
function scopeOn(server: Awaited<ReturnType<typeof startStepFunctions>>) {
  const said = { stdout: '', stderr: '' };
  const scope = {
    ...{ place, call, s3: async () => s3, sfn: async () => server.client, options: { json: false } },
    target: { isLocal: false, description: 'AWS account 123456789012, us-east-1' },
    deployed: { workflow: 'shop', foundIn: 'a test', outputs: { RuntimeArn: '', FleetArn: MACHINE_ARN } },
    commandLine: (command: string, args?: string) => `act ${command} ${args ?? ''}`,
    context: {
      stdout: (text: string) => {
        said.stdout += text;
      },
      stderr: (text: string) => {
        said.stderr += text;
      },
    },
  };
  return { said, scope: scope as unknown as FleetScope };
}

const DONE: FakeExecution = {
  ...{ name: 'monday', status: 'SUCCEEDED', startDate: 1_800_000_000, stopDate: 1_800_000_060 },
  ...{ input: '{"items":{"key":"x"},"concurrency":7}', redriveStatus: 'NOT_REDRIVABLE' },
  redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
  mapRunId: 'run-1',
  itemCounts: { total: 5, pending: 0, running: 0, succeeded: 2, failed: 1, timedOut: 1, aborted: 1 },
};

const MONDAY = { name: 'monday', status: 'SUCCEEDED', startedAt: '', redrives: 0 } as const;
const COUNTS = { total: 2, waiting: 0, running: 0, succeeded: 0, failed: 0, stopped: 0 };

describe('a fleet on AWS', () => {
  test('is started with the place of its items, once for each name', async () => {
    await using server = await startStepFunctions();
    const access = { machineArn: MACHINE_ARN, sfn: async () => server.client, call };
    using items = new ItemSpool();
    items.add({ city: 'Paris' });
    const fleet = { name: 'first', items, store: store(), settings: { concurrency: 3 } };
    expect(await startExecution(fleet, access)).toBe(
      `${MACHINE_ARN.replace('stateMachine', 'execution')}:first`,
    );
    expect(server.asked).toEqual([
      {
        operation: 'StartExecution',
        input: {
          ...{ stateMachineArn: MACHINE_ARN, name: 'first' },
          input: '{"items":{"format":"jsonl","key":"shop/fleets/first/items.jsonl"},"concurrency":3}',
        },
      },
    ]);
    expect(await startExecution(fleet, access)).toBeUndefined();
    expect(server.asked).toHaveLength(1);
  });

  test('leaves no items when it was refused, so that its name can be used again', async () => {
    await using server = await startStepFunctions();
    const access = { machineArn: MACHINE_ARN, sfn: async () => server.client, call };
    server.client.middlewareStack.add(
      () => async () => {
        throw Object.assign(new Error('denied'), { $metadata: { httpStatusCode: 400 } });
      },
      { step: 'initialize' },
    );
    using items = new ItemSpool();
    items.add({});
    const fleet = { name: 'refused', items, store: store() };
    await expect(startExecution(fleet, access)).rejects.toThrow('denied');
    await expect(startExecution(fleet, access)).rejects.toThrow('denied');
  });

  test('is looked at by its execution and its Map Run, which is asked for once', async () => {
    await using server = await startStepFunctions([DONE]);
    const fleets = new AwsFleets({ machineArn: MACHINE_ARN, sfn: async () => server.client, call });
    expect(await fleets.list(1)).toMatchObject({ hasMore: false, fleets: [{ name: 'monday', redrives: 0 }] });
    expect(await fleets.state('monday')).toMatchObject({
      ...{ status: 'SUCCEEDED', startedAt: '2027-01-15T08:00:00.000Z', endedAt: '2027-01-15T08:01:00.000Z' },
      counts: { total: 5, waiting: 0, running: 0, succeeded: 2, failed: 2, stopped: 1 },
    });
    await fleets.state('monday');
    expect(server.operations().filter((name) => name === 'ListMapRuns')).toHaveLength(1);
    expect(await fleets.state('nobody')).toBeUndefined();
    await fleets.stop('monday', 'Stopped by "act fleet stop".');
    expect(server.asked.at(-1)?.input).toMatchObject({ cause: 'Stopped by "act fleet stop".' });
  });
});

describe('a list of fleets on AWS', () => {
  const names = ['g', 'f', 'e', 'd', 'c', 'b', 'a'];
  const executions = (): FakeExecution[] => names.map((name) => ({ ...DONE, name, mapRunId: `run-${name}` }));
  const { signal } = new AbortController();

  test('has the counts of the newest five: one can be asked for a second', async () => {
    await using server = await startStepFunctions(executions());
    const fleets = new AwsFleets({ machineArn: MACHINE_ARN, sfn: async () => server.client, call });
    const listed = await withCounts((await fleets.list(7)).fleets, fleets, signal);
    expect(listed.map(({ name, counts }) => [name, counts?.failed])).toEqual([
      ...names.slice(0, 5).map((name) => [name, 2]),
      ...names.slice(5).map((name) => [name, undefined]),
    ]);
    expect(server.operations().filter((name) => name === 'DescribeMapRun')).toHaveLength(5);
  });

  test('is there without counts when they cannot be asked for', async () => {
    await using server = await startStepFunctions(executions());
    const fleets = new AwsFleets({ machineArn: MACHINE_ARN, sfn: async () => server.client, call });
    const { fleets: all } = await fleets.list(7);
    server.client.middlewareStack.add(
      () => async () => {
        throw new Error('denied');
      },
      { step: 'initialize' },
    );
    expect(await withCounts(all, fleets, signal)).toEqual(all);
    const interrupted = AbortSignal.abort();
    await expect(withCounts(all, fleets, interrupted)).rejects.toThrow('denied');
  });
});

describe('a redrive on AWS', () => {
  test('goes on under its name where the service takes it', async () => {
    await using server = await startStepFunctions([
      { ...DONE, status: 'FAILED', redriveStatus: 'REDRIVABLE' },
    ]);
    const { scope, said } = scopeOn(server);
    const state = { name: 'monday', status: 'FAILED', startedAt: '', redrives: 0 } as const;
    expect(await redriveExecution(state, scope)).toBe(0);
    expect(said.stdout).toBe('monday\n');
    expect(server.operations()).toEqual(['DescribeExecution', 'RedriveExecution']);
  });

  test('starts another one with what has not succeeded, whose items keep their keys', async () => {
    await using server = await startStepFunctions([DONE]);
    const { scope, said } = scopeOn(server);
    using outcomes = new FleetOutcomes({ fleet: 'f', bucket: LOCAL_BUCKET });
    const common = { workflowRunIds: [], attempts: 1 };
    outcomes.add({ ...common, key: 'f#0', index: 0, status: 'PENDING', item: { n: 0 } });
    outcomes.add({ ...common, key: 'f#1', index: 1, status: 'TIMED_OUT', item: { n: 1 } });
    await outcomes.write(store(), { name: 'monday', resultsId: 'run-1' });
    const state = { ...MONDAY, counts: { ...COUNTS, total: 2, succeeded: 0 } };
    expect(await redriveExecution(state, scope)).toBe(0);
    expect(said.stdout).toBe('monday-again-1\n');
    expect(said.stderr).toContain('Execution is SUCCEEDED and cannot be redriven.');
    const [started] = server.asked.filter(({ operation }) => operation === 'StartExecution');
    expect(JSON.parse(String(started?.input.input))).toEqual({
      items: { format: 'jsonl', key: 'shop/fleets/monday-again-1/items.jsonl' },
      concurrency: 7,
    });
    const lines: unknown[] = [];
    const stored = await store().openLines('shop/fleets/monday-again-1/items.jsonl');
    for await (const line of stored?.values ?? []) lines.push(line);
    expect(lines).toEqual([
      { novaActItem: { key: 'f#1', index: 1, payload: { n: 1 } } },
      { novaActItem: { key: 'f#0', index: 0, payload: { n: 0 } } },
    ]);

    // Once more: the name of the first follower is taken.
    expect(await redriveExecution(state, scope)).toBe(0);
    expect(said.stdout).toBe('monday-again-1\nmonday-again-2\n');
  });

  test('takes the other way when the service refuses after all', async () => {
    const refused = { ...DONE, name: 'refused', status: 'FAILED', redriveStatus: 'REDRIVABLE' };
    await using server = await startStepFunctions([{ ...refused, mapRunId: 'run-r', isRefused: true }]);
    await write('refused', 'run-r', [failedItem(0)]);
    const { scope, said } = scopeOn(server);
    const state = { ...MONDAY, name: 'refused', counts: { ...COUNTS, total: 1, failed: 1 } };
    expect(await redriveExecution(state, scope)).toBe(0);
    expect(said.stdout).toBe('refused-again-1\n');
    expect(said.stderr).toContain(
      'cannot go on under its name: ExecutionNotRedrivable: said by the service.',
    );
  });
});

const failedItem = (n: number, status: FleetResult['status'] = 'FAILED'): FleetResult => ({
  ...{ workflowRunIds: [], attempts: 1, key: `f#${n}`, index: n, status, item: { n } },
  ...(status === 'SUCCEEDED' && { result: n }),
});

async function write(name: string, resultsId: string, results: readonly FleetResult[]): Promise<void> {
  using outcomes = new FleetOutcomes({ fleet: 'f', bucket: LOCAL_BUCKET });
  for (const result of results) outcomes.add(result);
  await outcomes.write(store(), { name, resultsId });
}

describe('results that are not all there', () => {
  const counts = { ...COUNTS, total: 3, succeeded: 1, failed: 2 };
  const all = [failedItem(0, 'SUCCEEDED'), failedItem(1), failedItem(2, 'TIMED_OUT')];
  const fileOf = (name: string) => `shop/fleets/${name}/results/run/FAILED_0.jsonl`;

  test.each<[string, (name: string) => Promise<unknown>, string]>([
    [
      'missing',
      (name) => store().remove(fileOf(name)),
      '2 of 3 results of the fleet missing cannot be read: shop/',
    ],
    ['truncated', (name) => store().putText(fileOf(name), '{"Input":'), 'and was written with'],
    [
      'unlisted',
      (name) => write(name, 'run', all.slice(0, 1)),
      '2 of 3 results of the fleet unlisted cannot',
    ],
    [
      'fewer',
      (name) => write(name, 'run', all.slice(0, 2)),
      '1 of 3 results of the fleet fewer cannot be read.',
    ],
  ])('are no reason to say that all is done: %s', async (name, spoil, says) => {
    await using server = await startStepFunctions([{ ...DONE, name, mapRunId: 'run' }]);
    await write(name, 'run', all);
    await spoil(name);
    const { scope, said } = scopeOn(server);
    await expect(redriveExecution({ ...MONDAY, name, counts }, scope)).rejects.toMatchObject({
      ...{ exitCode: 1, name: 'ResultsIncomplete' },
      message: expect.stringContaining(says),
    });
    expect(said.stdout).toBe('');
    expect(server.operations()).not.toContain('StartExecution');
  });

  test('nor are counts that are not known', async () => {
    await using server = await startStepFunctions([{ ...DONE, name: 'uncounted', mapRunId: 'run' }]);
    await write('uncounted', 'run', all);
    const { scope } = scopeOn(server);
    await expect(redriveExecution({ ...MONDAY, name: 'uncounted' }, scope)).rejects.toMatchObject({
      message: expect.stringContaining('It is not known how many items the fleet uncounted has'),
    });
    const { workflow, commandLine } = { workflow: 'shop', commandLine: () => 'act' };
    expect(failureOfFleet(MONDAY, { workflow, commandLine })?.failure).toMatchObject({
      code: 'OutcomeUnknown',
    });
    expect(countsOf({ pending: 1 } as MapRunItemCounts)).toBeUndefined();
  });

  test('after a redrive they are in the manifests of all its Map Runs', async () => {
    await using server = await startStepFunctions([
      { ...DONE, name: 'twice', mapRunId: 'run-a', laterMapRunId: 'run-b' },
    ]);
    await write('twice', 'run-a', all);
    await write('twice', 'run-b', [failedItem(1, 'SUCCEEDED'), failedItem(2)]);
    const fleets = new AwsFleets({ machineArn: MACHINE_ARN, sfn: async () => server.client, call });
    const manifests = await manifestsOf({ ...MONDAY, name: 'twice' }, { fleets, store: store() });
    const read: string[] = [];
    for await (const { key, status } of readResults(manifests, store())) read.push(`${key} ${status}`);
    expect(read.sort()).toEqual(['f#0 SUCCEEDED', 'f#1 SUCCEEDED', 'f#2 FAILED']);
  });
});

test('a fleet of others may have any name of an execution, and one of ours not', () => {
  expect(checkForeignFleetName('nightly.2026')).toBe('nightly.2026');
  expect(() => checkForeignFleetName('a/b')).toThrow('cannot be that of a fleet');
  expect(() => checkFleetName('nightly.2026')).toThrow('letters, digits, hyphens and underscores');
});
