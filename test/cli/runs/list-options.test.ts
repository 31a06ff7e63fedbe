import { describe, expect, test } from '@jest/globals';
import { wantedRuns } from '../../../lib/cli/runs/list-options.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

test('without options the newest 20 are wanted', () => {
  expect(wantedRuns({}, NOW)).toEqual({ limit: 20, status: undefined, sinceMs: undefined });
});

test.each([
  ['30m', '2026-01-31T11:30:00Z'],
  ['2h', '2026-01-31T10:00:00Z'],
  ['7d', '2026-01-24T12:00:00Z'],
  ['2026-01-30', '2026-01-30T00:00:00Z'],
  ['2026-01-30T08:15+01:00', '2026-01-30T07:15:00Z'],
])('--since %s is %s', (since, time) => {
  expect(wantedRuns({ since }, NOW).sinceMs).toBe(Date.parse(time));
});

describe('what cannot be understood is refused', () => {
  test.each([
    [{ limit: '0' }, /--limit "0" is not a number of runs\. Whole numbers from 1 to 10000 are allowed\./],
    [{ limit: '1.5' }, /--limit "1\.5"/],
    [{ status: 'succeded' }, /--status "succeded" is no status of a run\. .* Did you mean "SUCCEEDED"\?/],
    [{ since: '2' }, /--since "2" is no time\./],
    [{ since: '2026-13-01' }, /--since "2026-13-01" is no time\./],
    [{ workflow: 'a', definition: 'b' }, /Both a workflow \(a\) and --definition/],
  ])('%j', (options, message) => {
    expect(() => wantedRuns(options, NOW)).toThrow(message);
  });
});
