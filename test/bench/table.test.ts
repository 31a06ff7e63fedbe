import { expect, test } from '@jest/globals';
import { type BenchResult, describedBy, isMissed, mergeResults, resultsOf } from '../../bench/results.ts';
import { benchSummary, benchTable } from '../../bench/table.ts';
import { bench, row } from './rows.ts';

const machine = {
  processors: 2,
  model: 'a model',
  memoryGiB: 8,
  loadBefore: 0.1,
  loadAfter: 0.2,
  node: '20.19.0',
  chromium: '156.0.1',
};
const of = { machine, date: '2026-11-27' };
const goals = [
  { of: 'peer', max: 0.1 },
  { of: 'limit', max: 1.3 },
] as const;
const measured = [
  {
    bench: bench('start', {}),
    rows: [
      {
        row: row({
          figure: 'a start that has quite a long name',
          peer: 'Python',
          goals,
          floor: 'there is none',
        }),
        samples: { ours: [1234, 1234, 1234], peer: [10_000, 10_000, 13_000], limit: [1000, 1000, 1000] },
      },
      { row: row({ figure: 'size', unit: 'MB', goals: [] }), samples: { ours: [0.5, 0.5, 0.5] } },
    ],
    versions: {},
  },
  { bench: bench('stop', {}), rows: [], versions: {}, failure: 'no such program' },
] as const;
const results = resultsOf(measured, of);

test.each([80, 100, 120])('the table fits into %i characters', (width) => {
  const table = benchTable(results, width);
  expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
});

test('the table says all: figures, ratios, goals, verdicts, notes, and what failed', () => {
  expect(benchTable(results, 100)).toMatchInlineSnapshot(`
"FIGURE                                  OURS   PEER    RATIO  LIMIT  RATIO  GOAL          VERDICT
a start that has quite a long name, ms  1,234  10,000  0.12   1,000  1.23   <= 0.1 peer   undecided
                                                                            <= 1.3 limit
size, MB                                0.50                                              no goal

a start that has quite a long name
  peer: Python
  undecided: 0.09 to 0.12, the goal is <= 0.1 peer
  floor: there is none

stop failed: no such program
"
`);
});

test('the summary counts rows, and has those that are not met or undecided, and what failed', () => {
  expect(benchSummary(results)).toMatchInlineSnapshot(`
"2 rows: 1 undecided, 1 without a goal; failed: stop.
  undecided: a start that has quite a long name, ms: 1,234, ratio 0.12, goal <= 0.1 peer"
`);
  const fine = resultsOf([{ ...measured[0], rows: [measured[0].rows[1]] }], of);
  expect(benchSummary(fine)).toBe('1 row: 1 without a goal.');
});

test('faults come first, and say what is wrong', () => {
  const gone = { row: row({ figure: 'gone' }), samples: { peer: [10, 10, 10] } };
  const rows = [
    { row: row({ figure: 'slow' }), samples: { ours: [5, 5, 5], peer: [10, 10, 10] } },
    gone,
    {
      row: row({ figure: 'fast', goals: [] }),
      samples: { ours: [997, 998, 999], limit: [1000, 1000, 1000] },
    },
  ];
  const wrong = resultsOf([{ ...measured[0], rows }], of);
  expect(benchSummary(wrong)).toMatchInlineSnapshot(`
"3 rows: 1 no figure, 1 limit is no limit, 1 not met.
  no figure: gone, ms
  limit is no limit: fast, ms: 998, ratio 0.998, goal >= 1 limit
  not met: slow, ms: 5, ratio 0.50, goal <= 0.1 peer"
`);
  expect(benchTable(wrong, 100)).toMatchInlineSnapshot(`
"FIGURE    OURS  PEER  RATIO  LIMIT  RATIO  GOAL         VERDICT
slow, ms  5     10    0.50                 <= 0.1 peer  not met
gone, ms        10                         <= 0.1 peer  no figure
fast, ms  998                1,000  0.998               limit is no limit

gone
  no figure: our side gave nothing
fast
  limit is no limit: ours is 0.997 to 0.999 of it, and nobody can be below it: a fault of the
  measurement
"
`);
  expect(isMissed(resultsOf([{ ...measured[0], rows: [gone] }], of))).toBe(true);
});

test.each([
  [[0.07, 0.0796, 0.0804], '0.07 to 0.0804'],
  [[0.0796, 0.09, 0.1], '0.0796 to 0.10'],
])('an undecided row shows on which side of its goal %j are: %s', (ratios, said) => {
  const rows = [
    {
      row: row({ goals: [{ of: 'peer', max: 0.08 }] }),
      samples: { ours: ratios.map((ratio) => 100 * ratio), peer: [100, 100, 100] },
    },
  ];
  expect(benchTable(resultsOf([{ ...measured[0], rows }], of), 100)).toContain(
    `undecided: ${said}, the goal is <= 0.08 peer`,
  );
});

test('columns that nothing stands in are left out', () => {
  const only = resultsOf([{ ...measured[0], rows: [measured[0].rows[1]] }], of);
  expect(benchTable(only, 80)).toBe('FIGURE    OURS  VERDICT\nsize, MB  0.50  no goal\n');
});

test('a goal that is missed and a bench that failed are failures; what is undecided is none', () => {
  const result = (ours: readonly number[]) =>
    resultsOf(
      [
        {
          bench: bench('start', {}),
          rows: [{ row: row(), samples: { ours, peer: ours.map(() => 10) } }],
          versions: {},
        },
      ],
      of,
    );
  expect(isMissed(result([0.5, 0.5, 0.5]))).toBe(false);
  expect(isMissed(result([0.5, 0.5, 1.5]))).toBe(false);
  expect(isMissed(result([1.5, 1.5, 1.5]))).toBe(true);
  expect(isMissed(results)).toBe(true);
});

test('what was measured now replaces what is known of it, and failures replace nothing', () => {
  const result = (id: string, date: string, failure?: string): BenchResult => ({
    ...{ id, date, machine, about: '', versions: {}, rows: [] },
    ...(failure !== undefined && { failure }),
  });
  const before = { benches: [result('stop', 'old'), result('start', 'old')] };
  const now = { benches: [result('stop', 'now', 'no such program'), result('start', 'now')] };
  expect(mergeResults(before, now).benches.map(({ id, date }) => [id, date])).toEqual([
    ['stop', 'old'],
    ['start', 'now'],
  ]);
});

test('what is known is told as benches describe it today: their order, words and goals, and none that is gone', () => {
  const known = resultsOf(
    ['gone', 'stop', 'start'].map((id) => ({
      bench: bench(id, {}),
      rows: [{ row: row(), samples: { ours: [1, 1, 1], peer: [9, 9, 9] } }],
      versions: {},
    })),
    of,
  );
  const today = [
    bench('start', {}, { about: 'Now.', rows: [row({ goals: [{ of: 'peer', max: 0.2 }] })] }),
    bench('stop', {}, { rows: [row(), row({ id: 'other', figure: 'other' })] }),
  ];
  const { benches } = describedBy(known, today);
  expect(benches.map(({ about, rows }) => [about, rows.map(({ judged }) => judged.verdict)])).toEqual([
    ['Now.', ['met']],
    ['What stop costs.', ['not met', 'no figure']],
  ]);
});
