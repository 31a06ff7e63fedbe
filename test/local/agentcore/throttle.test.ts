import { describe, expect, test } from '@jest/globals';
import { Throttle } from '../../../lib/local/agentcore/throttle.ts';

describe('when calls come faster than allowed', () => {
  test('a burst of one second passes, then they pass at the rate', () => {
    const throttle = new Throttle({ perSecond: 25 });
    const burst = Array.from({ length: 30 }, () => throttle.take('a', 0));
    expect(burst.filter(Boolean)).toHaveLength(25);
    expect([throttle.take('a', 39), throttle.take('a', 40), throttle.take('a', 41)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('each endpoint has its own allowance', () => {
    const throttle = new Throttle({ perSecond: 1 });
    expect([throttle.take('a', 0), throttle.take('b', 0), throttle.take('a', 0)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('a pause does not save up more than one second', () => {
    const throttle = new Throttle({ perSecond: 2 });
    throttle.take('a', 0);
    expect(Array.from({ length: 4 }, () => throttle.take('a', 60_000)).filter(Boolean)).toHaveLength(2);
  });
});
