import { describe, expect, test } from '@jest/globals';
import type { FleetState } from '../../../lib/cli/fleet/fleet-state.ts';
import { failureOfFleet } from '../../../lib/cli/fleet/say-end.ts';

const counts = { total: 5, waiting: 0, running: 0, succeeded: 5, failed: 0, stopped: 0 };
const said = (state: Pick<FleetState, 'status' | 'counts' | 'why'>) =>
  failureOfFleet(
    { name: 'monday', ...state },
    { workflow: 'shop', commandLine: (command, args) => `act ${command} ${args ?? ''}` },
  );

describe('what is said of a fleet that has ended', () => {
  test('is nothing when all has succeeded', () => {
    expect(said({ status: 'SUCCEEDED', counts })).toBeUndefined();
  });

  test('is never that it has succeeded when items failed; programs get no lines for terminals', () => {
    const some = { ...counts, succeeded: 3, failed: 2 };
    expect(said({ status: 'SUCCEEDED', counts: some })).toEqual({
      failure: {
        ...{ code: 'ItemsFailed', source: 'user', retryable: false, help: 'act fleet redrive shop monday' },
        message:
          'the fleet monday has ended: of 5 items, 3 succeeded, 2 failed. Go on with "act fleet redrive shop monday".',
      },
      text: `the fleet monday has ended: of 5 items, 3 succeeded, 2 failed.
  see      act fleet results shop monday --failed
  go on    act fleet redrive shop monday
`,
    });
  });

  test('tells what was stopped from what failed', () => {
    const some = { ...counts, succeeded: 1, failed: 1, stopped: 2, waiting: 1 };
    expect(said({ status: 'ABORTED', counts: some, why: 'stopped' })?.text).toContain(
      'monday is ABORTED (stopped): of 5 items, 1 succeeded, 1 failed, 2 were stopped, and 1 was not done.\n',
    );
  });

  test('names no results of a loop that is lost, as it has left none', () => {
    const some = { ...counts, succeeded: 1, running: 4 };
    expect(said({ status: 'LOST', counts: some })?.text).toBe(
      'the fleet monday is LOST: of 5 items, 1 succeeded, 0 failed, and 4 were not done.\n  go on    act fleet redrive shop monday\n',
    );
  });

  test('is that nobody knows, when nobody does', () => {
    expect(said({ status: 'SUCCEEDED' })?.failure).toMatchObject({ code: 'OutcomeUnknown' });
  });
});
