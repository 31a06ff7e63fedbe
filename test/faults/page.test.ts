import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Outcome } from './fault.ts';
import { faults } from './faults.ts';
import { readOptions } from './options.ts';
import { listed, PAGE, page } from './page.ts';
import { isRight, problemsOf, verdict } from './verdict.ts';

const [fault] = faults;
if (fault === undefined) throw new Error('there are no faults');
const right: Outcome = { fault, wrong: { status: [], data: [], left: [] }, hasData: true, seconds: 1 };

test('docs/faults.md lists the faults that there are: npm run test:faults -- --accept writes it', () => {
  expect(listed(readFileSync(PAGE, 'utf8'))).toEqual(
    faults.map(({ name, done, right: wanted }) => ({ name, done, right: wanted })),
  );
});

test('and says that what becomes of them is right', () => {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.filter((line) => !line.endsWith('| right |'))).toEqual([]);
});

test('there are many, each with a name of its own', () => {
  const names = faults.map(({ name }) => name);

  expect(names.length).toBeGreaterThan(50);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z\d]+(-[a-z\d]+)*$/.test(name))).toEqual([]);
});

describe('a row', () => {
  test('is right when nothing is wrong', () => {
    expect(verdict(right)).toEqual(['right', 'kept', 'nothing']);
    expect(verdict({ ...right, hasData: false })).toEqual(['right', '-', 'nothing']);
    expect(isRight(right)).toBe(true);
  });

  test.each(['status', 'data', 'left'] as const)('is wrong when its %s is, and says so', (question) => {
    const wrong = { ...right, wrong: { ...right.wrong, [question]: ['a run is RUNNING'] } };

    expect(isRight(wrong)).toBe(false);
    expect(verdict(wrong)).not.toEqual(verdict(right));
    expect(problemsOf(wrong)).toEqual([`${question}: a run is RUNNING`]);
    expect(page([wrong])).toMatch(/\| (?:status wrong|data lost|left over) \|\n$/);
    expect(page([right], { outcomes: [wrong], name: 'abc' })).toMatch(
      / \| (?:status wrong|data lost|left over) \| right \|\n$/,
    );
  });
});

describe('the arguments', () => {
  const namesOf = (args: readonly string[]): readonly string[] =>
    readOptions(args, faults).faults.map(({ name }) => name);

  test('choose faults by name and form', () => {
    expect(namesOf([])).toHaveLength(faults.length);
    expect(namesOf(['--only', 'exit-'])).toEqual(['exit-3', 'exit-0']);
    expect(namesOf(['--short'])).not.toContain('endless-loop');
  });

  test('are refused when they mean nothing', () => {
    expect(() => readOptions(['--only', 'exot-3'], faults)).toThrow('Did you mean "exit-3"?');
    expect(() => readOptions(['--at-once', '0'], faults)).toThrow('a whole number from 1');
    expect(() => readOptions(['--accept', '--short'], faults)).toThrow('leave out --short');
    expect(() => readOptions(['--shrot'], faults)).toThrow('--help');
  });
});
