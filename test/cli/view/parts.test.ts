import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { npx } from '../../../lib/cli/command-line.ts';
import type { WantedEventsOfGroup } from '../../../lib/cli/logs/read-group.ts';
import { againInTerminal } from '../../../lib/cli/view/again-in-terminal.ts';
import { ByteCache } from '../../../lib/cli/view/byte-cache.ts';
import { CallGates, failedOperation } from '../../../lib/cli/view/call-gates.ts';
import { ChangeClock } from '../../../lib/cli/view/change-clock.ts';
import { lastLinesOfRecord } from '../../../lib/cli/view/last-lines-of-record.ts';
import { pictureOf } from '../../../lib/cli/view/without-pictures.ts';
import { dataUrl } from './viewed-account.ts';

describe('pictures', () => {
  test.each(['image/jpeg', 'image/png', 'image/webp'])('%s is shown', (type) => {
    expect(pictureOf(dataUrl(type))).toMatchObject({ type });
  });

  test.each([
    dataUrl('image/svg+xml'),
    dataUrl('text/html'),
    'data:image/png,plain',
    'data:image/png;base64,',
    'https://shop.example/a.png',
    'step-0001.jpg',
    '',
  ])('%.40s is not', (image) => {
    expect(pictureOf(image)).toBeUndefined();
  });
});

test('what was used least recently goes first, and what is too large is not kept', () => {
  const cache = new ByteCache<string>(10);
  cache.set('a', 'A', 4);
  cache.set('b', 'B', 4);
  cache.get('a');
  cache.set('c', 'C', 4);
  cache.set('large', 'L', 11);
  expect(['a', 'b', 'c', 'large'].map((key) => cache.get(key))).toEqual(['A', undefined, 'C', undefined]);
  cache.set('a', 'again', 6);
  expect([cache.get('a'), cache.get('c')]).toEqual(['again', 'C']);
});

/** A client with two operations: what it does is up to `answer`. */
function guardedClient(answer: (command: object, signal?: AbortSignal) => Promise<unknown>, timeMs = 10_000) {
  class List {}
  class Get {}
  const client = {
    send: (command: object, { abortSignal }: { abortSignal?: AbortSignal } = {}) =>
      answer(command, abortSignal),
  };
  new CallGates({ atOnce: 2, timeMs }).guard(client);
  return {
    list: () => client.send(new List()),
    get: () => client.send(new Get()),
    isGet: (made: object) => made instanceof Get,
  };
}

test('so many calls go on at the same time, also after one has failed', async () => {
  let [now, most, made] = [0, 0, 0];
  const { list } = guardedClient(async () => {
    made += 1;
    const fails = made % 2 === 1 && made < 4;
    now += 1;
    most = Math.max(most, now);
    await sleep(1);
    now -= 1;
    if (fails) throw new Error('no');
  });
  const ended = await Promise.allSettled(Array.from({ length: 5 }, list));
  expect(ended.map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  expect(most).toBe(2);
});

test('an operation that does not answer holds up no other, is ended in time, and is named', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const client = guardedClient(async (command, signal) => {
    if (client.isGet(command)) return 'got';
    signals.push(signal);
    return await new Promise(() => {});
  }, 30);
  const silent = Promise.allSettled([client.list(), client.list(), client.list()]);
  expect(await client.get()).toBe('got');
  const ended = await silent;
  expect(signals.map((signal) => signal?.aborted)).toEqual([true, true, true]);
  for (const each of ended) {
    expect(each).toMatchObject({
      reason: { message: expect.stringMatching(/^No answer came within 30 ms:/) },
    });
    expect(failedOperation(each.status === 'rejected' && each.reason)).toBe('List');
  }
});

describe('changes', () => {
  /** How often each was told within a time. */
  async function told(clock: ChangeClock, isFinal = false): Promise<readonly [one: number, list: number]> {
    const counts: [number, number] = [0, 0];
    const ends = [
      clock.follow(
        { definitionName: 'shop', runId: 'r' },
        () => isFinal,
        () => counts[0]++,
      ),
      clock.follow(
        {},
        () => false,
        () => counts[1]++,
      ),
    ];
    await sleep(120);
    for (const end of ends) end();
    const before = [...counts];
    await sleep(60);
    expect(counts).toEqual(before);
    return counts;
  }

  test('are told as long as somebody looks, of one thing more often than of lists', async () => {
    const [one, list] = await told(new ChangeClock({ oneMs: 10, listMs: 50 }));
    expect(one).toBeGreaterThan(list);
    expect(list).toBeGreaterThan(0);
  });

  test('are not told of what is final, and seldom when pages take long', async () => {
    expect((await told(new ChangeClock({ oneMs: 10, listMs: 50 }), true))[0]).toBe(0);
    const slow = new ChangeClock({ oneMs: 10, listMs: 10 });
    slow.took(1_000);
    expect(await told(slow)).toEqual([0, 0]);
  });
});

describe('the command that starts it again', () => {
  const record = { id: 'x', status: 'SUCCEEDED', startedAt: '2026-03-01T09:00:00Z' } as const;
  test.each([
    ['by its run', { payload: { a: 1 } }, 'r', 'npx nova-act-cdk runs rerun r'],
    [
      'without a run by its payload',
      { payload: { a: "it's" } },
      undefined,
      `npx nova-act-cdk invoke shop --payload '{"a":"it'\\''s"}'`,
    ],
    [
      'with secrets to be filled in',
      { payload: { password: '[secret]' } },
      'r',
      `npx nova-act-cdk invoke shop --payload '{ … }'`,
    ],
    ['without a payload on record', {}, 'r', `npx nova-act-cdk invoke shop --payload '{ … }'`],
  ])('%s', (_, given, runId, command) => {
    expect(
      againInTerminal({ record: { ...record, ...given }, runId, workflow: 'shop', commandLine: npx }),
    ).toBe(command);
  });
});

describe('the last lines of a log', () => {
  const requestId = randomUUID();
  const endedAt = '2026-03-01T10:00:00.000Z';
  const record = {
    id: 'x',
    status: 'SUCCEEDED',
    startedAt: '2026-03-01T09:00:00.000Z',
    endedAt,
    requestId,
  } as const;

  /** The lines, of a log with one at each of these seconds before the end, and what was asked for. */
  async function lines(secondsBefore: readonly number[]) {
    const asked: WantedEventsOfGroup[] = [];
    const read = async function* (wanted: WantedEventsOfGroup) {
      asked.push(wanted);
      for (const seconds of secondsBefore) {
        const timestampMs = Date.parse(endedAt) - seconds * 1_000;
        if (timestampMs < wanted.startMs || timestampMs > (wanted.endMs ?? 0)) continue;
        const text = JSON.stringify({ message: `${seconds}`, level: 'info', requestId });
        yield { source: 'runtime', group: 'g', stream: 's', id: text, timestampMs, text } as const;
      }
    };
    return { lines: await lastLinesOfRecord(record, { group: 'g', nowMs: 0, read }), asked };
  }

  test('are looked for at its end, and further back only when there are too few', async () => {
    const many = await lines(Array.from({ length: 20 }, (_, n) => 20 - n));
    expect(many.asked).toHaveLength(1);
    expect(many.asked[0]).toMatchObject({ group: 'g', pattern: `"${requestId}"` });
    expect(many.lines).toEqual(Array.from({ length: 12 }, (_, n) => `info ${12 - n}`));
    const few = await lines([3_000, 300, 3]);
    expect(few.asked).toHaveLength(3);
    expect(few.lines).toEqual(['info 3000', 'info 300', 'info 3']);
  });

  test('of an invocation without the id of a request are none', async () => {
    const { requestId: _, ...nameless } = record;
    const none = lastLinesOfRecord(nameless, {
      group: 'g',
      nowMs: 0,
      read: () => {
        throw new Error('asked');
      },
    });
    expect(await none).toEqual([]);
  });
});
