import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { wrappedItem } from '../../lib/contract/fleet-item.ts';
import { type FleetResult, itemOfResult } from '../../lib/contract/fleet-result.ts';
import { itemSuccessIn } from '../../lib/contract/item-outcome.ts';
import { eventually } from '../faults/eventually.ts';
import { type DeployedFleet, deployFleet } from './fleets/deployed-fleet.ts';
import { CONCURRENCY, LOST_AFTER_SECONDS } from './fleets/fleet-app.ts';
import { Marks } from './fleets/marks.ts';
import { PREPARATION_MS } from './support/python.ts';

/**
 * A fleet and a schedule over the parts as they are deployed: state machines, function, schedule and bucket on an emulated account, and a
 * real process for each session on local AWS.
 *
 * What the emulator does not have is not shown here: docs/fleets.md, "What was run, and what was not".
 */
process.env.CDK_VALIDATION = 'false';
const FOLDER = 'counted-workflow/fleets';
/** From before the deployment. */
const SECONDS_TO_SCHEDULE = 60;

let fleet: DeployedFleet;
let marks: Marks;
const scheduledMarks = new Marks();

beforeAll(async () => {
  fleet = await deployFleet({ marks: scheduledMarks.folder, number: 7 }, SECONDS_TO_SCHEDULE);
}, PREPARATION_MS);
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  scheduledMarks[Symbol.dispose]();
});
beforeEach(() => {
  marks = new Marks();
});
afterEach(() => {
  marks[Symbol.dispose]();
});

/** Puts a file of items into the bucket, and starts the fleet with it. */
async function startWith(
  name: string,
  text: string,
  input: { readonly format?: string; readonly [member: string]: unknown } = {},
): Promise<string> {
  const { format, ...others } = input;
  await fleet.put(`${FOLDER}/${name}`, text);
  return await fleet.start({ items: { format, key: `${FOLDER}/${name}` }, ...others });
}

const jsonLines = (items: readonly object[]): string =>
  items.map((item) => `${JSON.stringify({ marks: marks.folder, ...item })}\n`).join('');
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
/** What the workflows of items have returned that have succeeded, in the order of the items. */
const returned = (results: readonly FleetResult[]): unknown[] =>
  results.filter(({ status }) => status === 'SUCCEEDED').map(({ result }) => result);
const squares = (count: number): object[] =>
  numbers(count).map((number) => ({ number, squared: number * number }));

describe('two hundred items, of which every tenth fails', () => {
  const COUNT = 200;
  const KILLED = 77;
  /** Takes longer than it may be silent. */
  const LONG = 3;

  test('are all run, each once, but for the one whose session was killed: also one that lives by its heartbeats', async () => {
    const items = numbers(COUNT).map((number) => ({
      number,
      fails: number % 10 === 0,
      ms: number === KILLED ? 2_000 : number === LONG ? (LOST_AFTER_SECONDS + 3) * 1000 : 20,
    }));
    const startedMs = performance.now();
    const execution = await startWith('numbers.jsonl', jsonLines(items));
    await marks.kill(KILLED);
    const ended = await fleet.end(execution, 150_000);
    const tookMs = performance.now() - startedMs;
    const { status, counts, results } = await fleet.results(execution);

    const failed = results.filter((each) => each.status === 'FAILED');
    const found = {
      succeeded: returned(results).length,
      failed: failed.length,
      retried: results.filter(({ attempts }) => attempts > 1).length,
      lost: COUNT - results.length,
      twiceAtTheSameTime: marks.overlapping().length,
    };
    process.stdout.write(`${report({ found, failed, tookMs, atATime: marks.atATime() })}\n`);
    expect([ended.status, status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(found).toEqual({ succeeded: 180, failed: 20, retried: 1, lost: 0, twiceAtTheSameTime: 0 });
    expect(counts).toEqual({ total: 200, waiting: 0, running: 0, succeeded: 180, failed: 20, stopped: 0 });
    expect(returned(results)).toEqual(squares(COUNT).filter((_, number) => number % 10 !== 0));
    for (const { index, error } of failed)
      expect(error).toMatchObject({ name: 'OutOfStock', message: `There is no ${index} any more.` });
    expect(marks.begun()).toEqual(
      Object.fromEntries(numbers(COUNT).map((number) => [number, number === KILLED ? 2 : 1])),
    );
    expect(marks.of(KILLED).map(({ what }) => what)).toEqual(['begin', 'killed', 'begin', 'end']);
    expect(marks.atATime()).toBeLessThanOrEqual(CONCURRENCY);
  }, 200_000);

  test('have told nobody their tokens but those that need them', async () => {
    const texts = [await fleet.logText(), fleet.keptText()];
    const tokens = await fleet.tokens();

    expect(tokens.length).toBeGreaterThanOrEqual(COUNT + 1);
    expect(texts[0]).toContain('item started');
    expect(tokens.filter((token) => texts.some((text) => text.includes(token)))).toEqual([]);
  });
});

describe('items are read', () => {
  test('from a file of comma-separated values', async () => {
    const rows = numbers(3).map((number) => `${marks.folder},${number}\n`);
    const execution = await startWith('rows.csv', `marks,number\n${rows.join('')}`, { format: 'csv' });

    expect(await fleet.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
    expect(returned((await fleet.results(execution)).results)).toEqual(squares(3));
  });

  test('from an array of JSON', async () => {
    const items = numbers(3).map((number) => ({ marks: marks.folder, number }));
    const execution = await startWith('items.json', JSON.stringify(items), { format: 'json' });

    expect(await fleet.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
    expect(returned((await fleet.results(execution)).results)).toEqual(squares(3));
  });

  test('from a list of objects: each is told where it is', async () => {
    const key = `${FOLDER}/listed/`;
    for (const name of ['a.txt', 'b.txt']) await fleet.put(`${key}${name}`, 'anything');

    const execution = await fleet.start({
      items: { format: 'objects', key },
      toleratedFailurePercentage: 100,
    });

    expect(await fleet.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
    // This workflow wants other payloads; what it was offered stands in what became of it.
    const { results } = await fleet.results(execution);
    expect(results).toMatchObject(
      ['a.txt', 'b.txt'].map((name) => ({
        item: { bucket: fleet.output('ArtifactBucketName'), key: `${key}${name}`, size: 8 },
        error: { name: 'PayloadError' },
      })),
    );
  });
});

describe('an execution fails by the name of what is wrong', () => {
  test('when it was started with what is no fleet', async () => {
    const { status, error, cause } = await fleet.end(await fleet.start({ items: { keys: 'a' } }));

    expect([status, error]).toEqual(['FAILED', 'InvalidFleet']);
    expect(cause).toContain('keys');
  });

  test('when the file is not there', async () => {
    const ended = await fleet.end(await fleet.start({ items: { key: `${FOLDER}/none.jsonl` } }));

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining('none.jsonl'),
    });
  });

  test('when more items have failed than may', async () => {
    const text = jsonLines(numbers(4).map((number) => ({ number, fails: number < 2 })));
    const execution = await startWith('too-many.jsonl', text, { toleratedFailurePercentage: 49 });

    expect(await fleet.end(execution)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
    const { why, counts } = await fleet.results(execution);
    expect(why).toContain('tolerated failure threshold');
    expect(counts).toMatchObject({ total: 4, succeeded: 2, failed: 2 });
  });
});

test('an item that the workflow refuses fails at once, and is not begun', async () => {
  const execution = await startWith('refused.jsonl', jsonLines([{ number: 'one' }, { number: 1 }]), {
    toleratedFailurePercentage: 50,
  });

  expect(await fleet.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
  const { results } = await fleet.results(execution);
  expect(results[0]).toMatchObject({
    status: 'FAILED',
    error: { name: 'PayloadError', message: expect.stringContaining('number') },
    attempts: 0,
  });
  expect(marks.begun()).toEqual({ 1: 1 });
});

test('what has failed is run again as items of another execution, under the keys that it had', async () => {
  const text = jsonLines(numbers(3).map((number) => ({ number, failsAtFirst: number === 1 })));
  const first = await startWith('first.jsonl', text, { toleratedFailurePercentage: 50 });
  await fleet.end(first);
  const { results } = await fleet.results(first);
  const again = results.filter(({ status }) => status === 'FAILED').map(itemOfResult);

  const second = await startWith(
    'again.jsonl',
    again.map((item) => JSON.stringify(wrappedItem(item))).join('\n'),
  );

  expect(await fleet.end(second)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await fleet.results(second)).results).toMatchObject([
    { key: results[1]?.key, index: 1, status: 'SUCCEEDED', result: { number: 1, squared: 1 }, attempts: 2 },
  ]);
  expect(marks.begun()).toEqual({ 0: 1, 1: 2, 2: 1 });
});

test('what is stopped ends with its next heartbeat, and its sessions are gone', async () => {
  const items = numbers(CONCURRENCY + 2).map((number) => ({ number, ms: 60_000 }));
  const execution = await startWith('long.jsonl', jsonLines(items));
  const pids = await Promise.all(numbers(CONCURRENCY).map((number) => marks.processOf(number)));

  await fleet.stop(execution);

  const running = await eventually(
    () => pids.filter(isRunning),
    (left) => left.length === 0,
    20_000,
  );
  expect(running).toEqual([]);
  expect(await fleet.end(execution)).toMatchObject({ status: 'ABORTED' });
  expect(Object.keys(marks.begun())).toHaveLength(CONCURRENCY);
  const statuses = (await fleet.results(execution)).results.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array(CONCURRENCY).fill('ABORTED'), 'PENDING', 'PENDING']);
}, 90_000);

test('a schedule has run the workflow once', async () => {
  const [execution] = await eventually(
    () => fleet.executions(fleet.output('ScheduledMachineArn')),
    ([found]) => found !== undefined && found.status !== 'RUNNING',
    SECONDS_TO_SCHEDULE * 1000,
  );

  expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  expect(itemSuccessIn(JSON.parse(execution?.output ?? ''))).toMatchObject({
    result: { number: 7, squared: 49 },
    attempts: 1,
  });
  expect(scheduledMarks.begun()).toEqual({ 7: 1 });
}, 90_000);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** For people who read what a run of the tests prints. */
function report({ found, failed, tookMs, atATime }: FoundInRun): string {
  const counts = Object.entries(found).map(([what, count]) => `${what} ${count}`);
  const took = `${Math.round(tookMs / 1000)} s, at most ${atATime} at a time`;
  const failures = failed
    .slice(0, 3)
    .map(
      ({ index, error, invocationId }) => `  ${index} ${error?.name}: ${error?.message} (${invocationId})`,
    );
  return [`A fleet of 200 items: ${counts.join(', ')}; ${took}. The first that failed:`, ...failures].join(
    '\n',
  );
}

interface FoundInRun {
  readonly found: Readonly<Record<string, number>>;
  readonly failed: readonly FleetResult[];
  readonly tookMs: number;
  readonly atATime: number;
}
