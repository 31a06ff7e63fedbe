import { describe, expect, test } from '@jest/globals';
import { BENCHES } from '../../bench/benches/index.ts';
import { withResults } from '../../bench/page.ts';
import { describedBy, resultsOf } from '../../bench/results.ts';
import { readPage, readResults } from '../../bench/saved.ts';
import { bench, row } from './rows.ts';

const results = readResults();

test('the page says what results.json does, as benches describe it (npm run bench -- --write measures, npm run docs:bench describes)', () => {
  const page = readPage();
  // As it is in a file, where there is no `undefined`.
  expect(results).toEqual(JSON.parse(JSON.stringify(describedBy(results, BENCHES))));
  expect(page).toBe(withResults(page, results));
  expect(results.benches.length).toBeGreaterThan(0);
  for (const { id } of results.benches) expect(page).toContain(`### ${id}\n`);
});

test('a page without marks is not written to', () => {
  expect(() => withResults('# What is measured', results)).toThrow('no <!-- results');
});

describe('of a few benches', () => {
  const machine = {
    ...{ processors: 2, model: 'a model', memoryGiB: 8, loadBefore: 0.1, loadAfter: 0.1 },
    ...{ node: '20.19.0', chromium: '156.0.1' },
  };
  const measured = (
    id: string,
    ours: number,
    more: { about?: string; date?: string; boto3?: string } = {},
  ) => {
    const { about = id, date = '2026-11-27', boto3 } = more;
    const samples = { ours: [ours, ours, ours], peer: [10, 10, 10] };
    const versions: Record<string, string> = boto3 === undefined ? {} : { boto3 };
    const given = { bench: bench(id, {}, { about }), rows: [{ row: row(), samples }], versions };
    return resultsOf([given], { machine, date }).benches;
  };
  const pageOf = (...benches: readonly ReturnType<typeof measured>[]): string =>
    withResults('<!-- results: npm run bench -- --write --><!-- end of results -->', {
      benches: benches.flat(),
    });

  test('a summary comes first, with links from what is not met', () => {
    const page = pageOf(measured('quick', 0.5), measured('slow', 5));
    expect(page).toContain('\n\n**2 rows: 1 met, 1 not met.** These');
    expect(page).toContain('| [start, ms](#slow) | **5** | 0.50 | <= 0.1 peer | not met |');
    expect(page).not.toContain('(#quick)');
    expect(pageOf(measured('quick', 0.5))).toContain('\n\n**1 row: 1 met.**\n\nWhere');
  });

  test('the machine stands there once, and again only with what was measured otherwise', () => {
    const page = pageOf(
      measured('old', 0.5, { date: '2026-11-26' }),
      measured('first', 0.5, { boto3: '1.44.8' }),
      measured('second', 0.5),
      measured('third', 0.5, { boto3: '1.44.9' }),
    );
    const on = 'on 2 processors (a model), 8 GiB, load 0.1, Node 20.19.0, Chromium 156.0.1';
    expect(page.match(/.*processors.*/g)).toEqual([
      `Where a section says nothing else, it was measured 2026-11-27 ${on}, boto3 1.44.8.`,
      `This was measured 2026-11-26 ${on}.`,
      `This was measured 2026-11-27 ${on}, boto3 1.44.9.`,
    ]);
  });

  test('what several benches say of how they measure stands there once', () => {
    const about = 'A step is a click.';
    const page = pageOf(measured('one', 0.5, { about }), measured('two', 0.5, { about }));
    expect(page.split(about)).toHaveLength(2);
    expect(page).toContain('### two\n\nIn the same way as [one](#one).\n');
  });
});
