import { describe, expect, test } from '@jest/globals';
import { PingState } from '../../lib/runtime/ping-state.ts';

describe('when work begins and ends', () => {
  test('the time is that of the last change of status, in whole seconds', () => {
    let nowMs = 1_000_999;
    const state = new PingState(() => nowMs);
    expect(state.report()).toEqual({ status: 'Healthy', time_of_last_update: 1000 });

    nowMs = 2_000_000;
    const endFirst = state.begin();
    nowMs = 3_000_000;
    const endSecond = state.begin();
    expect(state.report()).toEqual({ status: 'HealthyBusy', time_of_last_update: 2000 });

    endFirst();
    endFirst();
    nowMs = 4_000_000;
    expect(state.report()).toEqual({ status: 'HealthyBusy', time_of_last_update: 2000 });
    endSecond();
    nowMs = 5_000_000;
    expect(state.report()).toEqual({ status: 'Healthy', time_of_last_update: 4000 });
  });
});
