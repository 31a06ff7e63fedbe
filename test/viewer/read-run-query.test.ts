import { describe, expect, test } from '@jest/globals';
import { localTimeField, readLocalTime } from '../../lib/viewer/local-time.ts';
import { readRunQuery } from '../../lib/viewer/read-run-query.ts';

const now = new Date('2026-03-08T12:00:00Z');
const read = (address: string, workflows?: readonly string[]) => {
  const query: Record<string, unknown> = {};
  for (const key of new URLSearchParams(address).keys()) {
    const values = new URLSearchParams(address).getAll(key);
    query[key] = values.length === 1 ? values[0] : values;
  }
  return readRunQuery({ query, workflows, now });
};
const problemsOf = (address: string, workflows?: readonly string[]): string[] =>
  read(address, workflows).problems.map(({ where, what, fix }) => `${where} ${what}: ${fix}`);

describe('the address of a list of runs', () => {
  test('says which runs are asked for', () => {
    const { query, problems } = read(
      'status=FAILED&workflow=shop&since=2026-03-01T09:00Z&until=2026-03-02T09:00:30%2B01:00&text=+red+shoes+&at=before-7',
      ['shop'],
    );
    expect(problems).toEqual([]);
    expect(query).toEqual({
      status: 'FAILED',
      definitionName: 'shop',
      since: new Date('2026-03-01T09:00:00Z'),
      until: new Date('2026-03-02T08:00:30Z'),
      text: 'red shoes',
      at: 'before-7',
    });
  });

  test('of nothing is one of all runs; what is empty is not asked for', () => {
    expect(read('').query).toEqual({});
    expect(read('status=&text=+&since=')).toMatchObject({ asked: {}, query: {}, problems: [] });
  });

  test.each([
    ['hour', '2026-03-08T11:00:00Z'],
    ['day', '2026-03-07T12:00:00Z'],
    ['week', '2026-03-01T12:00:00Z'],
  ])('within the last %s counts from now', (within, since) => {
    expect(read(`within=${within}`).query.since).toEqual(new Date(since));
  });

  test.each([
    ['status=FAIL', 'status is not known: did you mean "FAILED"?'],
    ['status=toString', 'status is not known: choose one of them'],
    ['workflow=shopp', 'workflow is not known: did you mean "shop"?'],
    ['within=year', 'within is not known: choose one of them'],
    ['since=yesterday', 'since is not a time: choose a day that there is'],
    ['until=2026-02-30', 'until is not a time: choose a day that there is'],
    ['since=2026-03-01T25:00', 'since is not a time: choose a day that there is'],
    ['since=2026-03-02&until=2026-03-01', 'until is not after since: exchange the two'],
    ['within=day&since=2026-03-01', 'within says when, too: empty the other fields'],
    ['status=FAILED&status=RUNNING', 'status is given more than once: leave one'],
    ['statsu=FAILED', 'address.statsu is not a known key: did you mean "status"?'],
    [`text=${'x'.repeat(501)}`, 'text is too long: look for a part of it'],
  ])('with %s is a problem', (address, problem) => {
    expect(problemsOf(address, ['shop'])).toEqual([problem]);
  });

  test('of one workflow names no other, and all problems are told at once', () => {
    expect(problemsOf('workflow=shop&status=x&since=x')).toHaveLength(3);
  });
});

describe('a time that was typed', () => {
  test('is one of this machine, unless it says otherwise', () => {
    expect(readLocalTime('2026-03-01T09:30')).toEqual(new Date(2026, 2, 1, 9, 30));
    expect(readLocalTime('2026-03-01')).toEqual(new Date(2026, 2, 1));
    expect(readLocalTime('2026-03-01T09:30:15.5Z')).toEqual(new Date('2026-03-01T09:30:15.500Z'));
    expect(readLocalTime('2024-02-29')).toEqual(new Date(2024, 1, 29));
    expect(readLocalTime('2026-02-29')).toBeUndefined();
  });

  test('stands in its field again', () => {
    for (const text of ['2026-03-01T09:30:15', '2026-07-01T00:00:00'])
      expect(localTimeField(readLocalTime(text) ?? new Date(0))).toBe(text);
  });
});
