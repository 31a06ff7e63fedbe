import { expect, test } from '@jest/globals';
import { type MeasureOptions, measureAll } from '../../bench/measure.ts';
import { bench } from './rows.ts';

const options = (more: Partial<MeasureOptions> = {}): MeasureOptions => ({
  repeats: 5,
  isFull: false,
  say: () => undefined,
  signal: new AbortController().signal,
  ...more,
});

test('sides take turns, and the first turn does not count', async () => {
  const turns: string[] = [];
  const side = (name: string) => async () => ({ start: turns.push(name) });
  const [measured] = await measureAll(
    [bench('turns', { sides: { ours: side('ours'), peer: side('peer') } })],
    options(),
  );
  expect(turns).toEqual(Array.from({ length: 6 }, () => ['ours', 'peer']).flat());
  expect(measured?.rows[0]?.samples).toEqual({ ours: [3, 5, 7, 9, 11], peer: [4, 6, 8, 10, 12] });
});

test('a bench that fails says why, is disposed of, and leaves the others alone', async () => {
  const disposed: string[] = [];
  const failing = bench('failing', {
    sides: {
      ours: async () => {
        throw new Error('no such program');
      },
    },
    [Symbol.asyncDispose]: async () => {
      disposed.push('failing');
    },
  });
  const unprepared = bench('unprepared', {}, { prepare: () => Promise.reject(new Error('no Python')) });
  const measured = await measureAll([failing, unprepared, bench('good', {})], options());
  expect(measured.map(({ failure }) => failure)).toEqual(['no such program', 'no Python', undefined]);
  expect(measured[2]?.rows[0]?.samples).toEqual({ ours: [1, 1, 1, 1, 1] });
  expect(disposed).toEqual(['failing']);
});

test('what was used is disposed of, the last first, also when the rest could not be made ready', async () => {
  const disposed: string[] = [];
  const thing = (name: string) => ({
    [Symbol.asyncDispose]: async () => {
      disposed.push(name);
    },
  });
  const half = bench(
    'half',
    {},
    {
      prepare: async ({ use }) => {
        use(thing('folder'));
        use(thing('server'));
        throw new Error('no browser');
      },
    },
  );
  const [measured] = await measureAll([half], options());
  expect(measured?.failure).toBe('no browser');
  expect(disposed).toEqual(['server', 'folder']);
});

test('a failure to dispose is one of the bench', async () => {
  const [measured] = await measureAll(
    [bench('left', { [Symbol.asyncDispose]: () => Promise.reject(new Error('it does not end')) })],
    options(),
  );
  expect(measured?.failure).toBe('it does not end');
});

test.each([
  [{ other: 1 }, 'has no row "other", only start'],
  [{ start: Number.NaN }, 'got NaN for its row "start"'],
])('%j is no figure', async (got, why) => {
  const [measured] = await measureAll([bench('wrong', { sides: { ours: async () => got } })], options());
  expect(measured?.failure).toContain(why);
});

test('a bench of its own repeats has at least five', async () => {
  const [few, more] = await measureAll(
    [bench('few', {}, { repeats: 3 }), bench('more', {}, { repeats: 7 })],
    options(),
  );
  expect(few?.failure).toBe('It runs 3 times: at least 5 are needed.');
  expect(more?.rows[0]?.samples.ours).toHaveLength(7);
});

test('an interruption ends what waits, disposes of it, and begins no other', async () => {
  const interruption = new AbortController();
  const disposed: string[] = [];
  const waiting = bench('waiting', {
    sides: {
      ours: () => {
        setImmediate(() => interruption.abort());
        return new Promise(() => undefined);
      },
    },
    [Symbol.asyncDispose]: async () => {
      disposed.push('waiting');
    },
  });
  const measured = await measureAll([waiting, bench('next', {})], options({ signal: interruption.signal }));
  expect(measured.map(({ bench: { id } }) => id)).toEqual(['waiting']);
  expect(disposed).toEqual(['waiting']);
});
