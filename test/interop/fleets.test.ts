import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { itemFailureIn, itemSuccessIn } from '../../lib/contract/item-outcome.ts';
import { eventually } from '../faults/eventually.ts';
import { type DeployedFleet, deployFleet, type ItemResult } from './fleets/deployed-fleet.ts';
import { CONCURRENCY } from './fleets/fleet-app.ts';
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
/** What the workflows of items have returned, in the order of the items. */
const returned = (results: readonly ItemResult[]): unknown[] =>
  results
    .map(({ Input, Output = '' }) => ({ Input, success: itemSuccessIn(JSON.parse(Output)) }))
    .sort((a, b) => JSON.parse(a.Input).index - JSON.parse(b.Input).index)
    .map(({ success }) => success?.result);
const squares = (count: number): object[] =>
  numbers(count).map((number) => ({ number, squared: number * number }));
const attempts = ({ Output, Cause }: ItemResult): number | undefined =>
  (Output === undefined ? itemFailureIn(Cause) : itemSuccessIn(JSON.parse(Output)))?.attempts;

describe('two hundred items, of which every tenth fails', () => {
  const COUNT = 200;
  const KILLED = 77;
  /** Takes longer than `lostAfter`. */
  const LONG = 3;

  test('are all run, each once, but for the one whose session was killed: also one that lives by its heartbeats', async () => {
    const items = numbers(COUNT).map((number) => ({
      number,
      fails: number % 10 === 0,
      ms: number === KILLED ? 2_000 : number === LONG ? 12_000 : 20,
    }));
    const startedMs = performance.now();
    const execution = await startWith('numbers.jsonl', jsonLines(items));
    await marks.kill(KILLED);
    const ended = await fleet.end(execution, 150_000);
    const tookMs = performance.now() - startedMs;
    const { succeeded, failed, pending } = await fleet.results(execution);

    const all = [...succeeded, ...failed];
    const counts = {
      succeeded: succeeded.length,
      failed: failed.length,
      retried: all.filter((each) => (attempts(each) ?? 0) > 1).length,
      lost: COUNT - all.length,
      twiceAtTheSameTime: marks.overlapping().length,
    };
    process.stdout.write(`${report({ counts, failed, tookMs, atATime: marks.atATime() })}\n`);
    expect(ended.status).toBe('SUCCEEDED');
    expect(counts).toEqual({ succeeded: 180, failed: 20, retried: 1, lost: 0, twiceAtTheSameTime: 0 });
    expect(pending).toEqual([]);
    expect(returned(succeeded)).toEqual(squares(COUNT).filter((_, number) => number % 10 !== 0));
    for (const { Error: name, Cause } of failed) {
      expect(name).toBe('OutOfStock');
      expect(itemFailureIn(Cause)).toMatchObject({
        message: expect.stringMatching(/^There is no \d*0 any more/),
      });
    }
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
    expect(returned((await fleet.results(execution)).succeeded)).toEqual(squares(3));
  });

  test('from an array of JSON', async () => {
    const items = numbers(3).map((number) => ({ marks: marks.folder, number }));
    const execution = await startWith('items.json', JSON.stringify(items), { format: 'json' });

    expect(await fleet.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
    expect(returned((await fleet.results(execution)).succeeded)).toEqual(squares(3));
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
    const { failed } = await fleet.results(execution);
    expect(failed.map(({ Input }) => JSON.parse(Input))).toMatchObject(
      ['a.txt', 'b.txt'].map((name) => ({ format: 'objects', item: { Key: `${key}${name}` } })),
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
    const { succeeded, failed } = await fleet.results(execution);
    expect([succeeded.length, failed.length]).toEqual([2, 2]);
  });
});

test('an item that the workflow refuses fails at once, and is not begun', async () => {
  const execution = await startWith('refused.jsonl', jsonLines([{ number: 'one' }, { number: 1 }]), {
    toleratedFailurePercentage: 50,
  });

  expect(await fleet.end(execution)).toMatchObject({ status: 'SUCCEEDED' });
  const { failed } = await fleet.results(execution);
  expect(failed).toMatchObject([{ Error: 'PayloadError', Cause: expect.stringContaining('number') }]);
  expect(marks.begun()).toEqual({ 1: 1 });
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
  const { failed, pending } = await fleet.results(execution);
  expect(failed.map(({ Status }) => Status)).toEqual(Array(CONCURRENCY).fill('ABORTED'));
  expect(pending).toHaveLength(2);
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
function report(found: {
  readonly counts: Readonly<Record<string, number>>;
  readonly failed: readonly ItemResult[];
  readonly tookMs: number;
  readonly atATime: number;
}): string {
  const counts = Object.entries(found.counts).map(([what, count]) => `${what} ${count}`);
  const failures = found.failed.slice(0, 3).map(({ Error: name, Cause }) => {
    const { message, invocationId } = itemFailureIn(Cause) ?? {};
    return `  ${name}: ${message} (invocation ${invocationId})`;
  });
  const took = `${Math.round(found.tookMs / 1000)} s, at most ${found.atATime} at a time`;
  return [`A fleet of 200 items: ${counts.join(', ')}; ${took}. The first that failed:`, ...failures].join(
    '\n',
  );
}
