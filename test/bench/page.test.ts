import { expect, test } from '@jest/globals';
import { BENCHES } from '../../bench/benches/index.ts';
import { withResults } from '../../bench/page.ts';
import { describedBy } from '../../bench/results.ts';
import { readPage, readResults } from '../../bench/saved.ts';

const results = readResults();

test('the page says what results.json does, as benches describe it (npm run bench -- --write measures, npm run docs:bench describes)', () => {
  const page = readPage();
  // As it is in a file, where there is no `undefined`.
  expect(results).toEqual(JSON.parse(JSON.stringify(describedBy(results, BENCHES))));
  expect(page).toBe(withResults(page, results));
  expect(results.benches.length).toBeGreaterThan(0);
  for (const { id, date } of results.benches)
    expect(page).toMatch(new RegExp(`### ${id}\\n[^#]*\\n${date}: `));
});

test('a page without marks is not written to', () => {
  expect(() => withResults('# What is measured', results)).toThrow('no <!-- results');
});
