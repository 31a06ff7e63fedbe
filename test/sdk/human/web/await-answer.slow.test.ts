import { afterEach, expect, jest, test } from '@jest/globals';
import { awaitAnswer } from '../../../../lib/sdk/human/web/await-answer.ts';

afterEach(() => void jest.restoreAllMocks());

test('once somebody has the browser the desk is asked soon, and each second, however long it was waited before', async () => {
  const now = performance.now.bind(performance);
  let aheadMs = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
  let isHeld = false;
  let takenAt = 0;
  const looks: number[] = [];
  await awaitAnswer({
    look: async () => {
      if (takenAt > 0) looks.push(now() - takenAt);
      if (aheadMs === 0) {
        // From now on each 5 s.
        aheadMs = 61_000;
        setTimeout(() => {
          isHeld = true;
          takenAt = now();
        }, 200);
      }
      const by = {};
      return looks.length < 2
        ? { status: 'open', expiresAt: Date.now() + 3_600_000 }
        : { status: 'answered', expiresAt: 0, answer: { value: 'yes', at: 0, by } };
    },
    heard: () => {},
    isHeld: () => isHeld,
    expiresAt: Date.now() + 3_600_000,
    origin: 'https://desk.example',
    signal: new AbortController().signal,
    tell: () => {},
  });

  expect(looks[0]).toBeLessThan(1_500);
  expect((looks[1] ?? 0) - (looks[0] ?? 0)).toBeLessThan(1_700);
});
