import { expect, test } from '@jest/globals';
import { formatDuration } from '../../lib/core/format-duration.ts';

test.each([
  [-5, '0 ms'],
  [Number.NaN, 'unknown'],
  [849.6, '850 ms'],
  [4_200, '4.2 s'],
  [999.7, '1.0 s'],
  [59_970, '1 min 00 s'],
  [187_000, '3 min 07 s'],
  [3_599_600, '1 h 00 min'],
  [7_500_000, '2 h 05 min'],
])('%d milliseconds are "%s" for people', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
