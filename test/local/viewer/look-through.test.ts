import { describe, expect, test } from '@jest/globals';
import { lookThrough } from '../../../lib/local/viewer/look-through.ts';

const items = Array.from({ length: 60 }, (_, index) => index);

/** Takes a while, as reading files does. */
function isEven(item: number): boolean {
  for (const end = performance.now() + 3; performance.now() < end; );
  return item % 2 === 0;
}

describe('looking through a list', () => {
  test('ends when there is enough', async () => {
    expect(await lookThrough(items, { isSought: isEven, enough: 3 })).toEqual({ found: [0, 2, 4], count: 5 });
  });

  test('ends at its end', async () => {
    const { found, count } = await lookThrough(items, { isSought: isEven, enough: 100, patienceMs: 60_000 });
    expect([found.length, count]).toEqual([30, 60]);
    expect(await lookThrough([], { isSought: isEven, enough: 1 })).toEqual({ found: [], count: 0 });
  });

  test('ends when time is up, and says how far it came', async () => {
    const { found, count } = await lookThrough(items, { isSought: isEven, enough: 100, patienceMs: 20 });
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(30);
    expect(found).toEqual(items.slice(0, count).filter((item) => item % 2 === 0));
  });

  test('lets others go on in between', async () => {
    let turns = 0;
    let isDone = false;
    const take = (): void => {
      turns += 1;
      if (!isDone) setImmediate(take);
    };
    setImmediate(take);
    await lookThrough(items, { isSought: isEven, enough: 100, patienceMs: 60_000 });
    isDone = true;
    // 180 ms of work.
    expect(turns).toBeGreaterThan(10);
  });
});
