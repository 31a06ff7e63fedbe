import { expect, test } from '@jest/globals';
import { lostBecause } from '../../../lib/cli/runs/lost-run.ts';
import type { InvocationRecord } from '../../../lib/contract/invocation-record.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');
const ago = (hours: number): Date => new Date(NOW - hours * 3_600_000);
const run = (hours: number, status = 'RUNNING') => ({ status, startedAt: ago(hours) });
const record = (rest: Partial<InvocationRecord> = {}): InvocationRecord => ({
  ...{ id: 'session.1', status: 'RUNNING', startedAt: ago(1).toISOString() },
  ...rest,
});
const inSession = (rest?: Partial<InvocationRecord>) => ({ id: 's.1', sessionId: 's', record: record(rest) });

test('a run is lost when its session cannot live any more, or its invocation has ended without it', () => {
  expect(lostBecause(run(9), inSession(), NOW)).toMatch(/more than 8 hours ago, and none lives longer$/);
  const ended = inSession({ status: 'SUCCEEDED', endedAt: ago(1).toISOString() });
  expect(lostBecause(run(2), ended, NOW)).toMatch(
    /^its invocation ended \(SUCCEEDED\) at 2026-01-31T11:00:00/,
  );
});

test.each([
  ['has ended', run(9, 'FAILED'), inSession()],
  ['is young', run(1), inSession()],
  ['is of a laptop', run(100), undefined],
  ['is of a host that was started by hand', run(100), { ...inSession(), sessionId: undefined }],
  [
    'ends with its invocation, this moment',
    run(1),
    inSession({ status: 'FAILED', endedAt: ago(0).toISOString() }),
  ],
])('one that %s is not', (_, given, invocation) => {
  expect(lostBecause(given, invocation, NOW)).toBeUndefined();
});
