import { expect, test } from '@jest/globals';
import { aNumber, aWholeNumber } from '../../lib/local/state-check.ts';

test.each([
  [aNumber, '1e400', 'at must be a number, not one that is too large'],
  [aWholeNumber, '1e400', 'at must be a whole number, not one that is too large'],
  [aWholeNumber, '1.5', 'at must be a whole number, not 1.5'],
  [aNumber, '"1"', 'at must be a number, not text'],
  [aNumber, 'true', 'at must be a number, not a boolean'],
  [aNumber, '1.5', undefined],
])('what is no such number is told from what is: %#', (check, json, problem) => {
  expect(check(JSON.parse(json), 'at')).toBe(problem);
});
