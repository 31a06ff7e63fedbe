import { expect, test } from '@jest/globals';
import { fleetCosts } from './fleet-costs/fleet-costs.ts';
import { PAGE, withFleetCosts } from './fleet-costs/section.ts';
import { read } from './markdown.ts';

test('the table of time and cost is as it is calculated (after a change on purpose: npm run docs:fleets)', () => {
  expect(read(PAGE)).toBe(withFleetCosts(read(PAGE)));
});

test('time is work divided by how many do it, unless it takes longer to begin all sessions', () => {
  expect(fleetCosts({ items: 1000, minutes: 6, atATime: 20 }).minutes).toBe(300);
  // 1,000 sessions begin within 40 s, 25 a second; the last of them takes its minute after that.
  expect(fleetCosts({ items: 1000, minutes: 1, atATime: 1000 }).minutes).toBeCloseTo(1 + 40 / 60);
});

test('cost goes with the hours of work, however many work at a time', () => {
  const slow = fleetCosts({ items: 1000, minutes: 6, atATime: 1 });
  const fast = fleetCosts({ items: 1000, minutes: 6, atATime: 1000 });

  expect(slow.novaAct).toBeCloseTo(100 * 4.75);
  expect({ ...fast, minutes: 0 }).toEqual({ ...slow, minutes: 0 });
});
