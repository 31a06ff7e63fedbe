import { describe, expect, test } from '@jest/globals';
import { wantedRuns } from '../../../lib/cli/runs/list-options.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

test('without options the newest 20 are wanted', () => {
  expect(wantedRuns({}, NOW)).toEqual({ limit: 20, status: undefined, sinceMs: undefined });
});

test('--since is a time, or so long ago', () => {
  expect(wantedRuns({ since: '2h' }, NOW).sinceMs).toBe(Date.parse('2026-01-31T10:00:00Z'));
});

describe('what cannot be understood is refused', () => {
  test.each([
    [{ limit: '0' }, /--limit "0" is not a number of runs\. Whole numbers from 1 to 10000 are allowed\./],
    [{ limit: '1.5' }, /--limit "1\.5"/],
    [{ status: 'succeded' }, /--status "succeded" is no status of a run\. .* Did you mean "SUCCEEDED"\?/],
    [{ since: '2' }, /--since "2" is not a time\./],
    [{ workflow: 'a', definition: 'b' }, /Both a workflow \(a\) and --definition/],
  ])('%j', (options, message) => {
    expect(() => wantedRuns(options, NOW)).toThrow(message);
  });
});
