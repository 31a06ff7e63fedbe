import { expect, test } from '@jest/globals';
import { isAtTracePlace, keyInBucket } from '../../../lib/cli/artifacts/trace-places.ts';

test.each([
  ['s3://traces/a/b', 'a/b'],
  ['arn:aws:s3:::traces/a', 'a'],
  ['s3://traces/', undefined],
  ['s3://traces-2/a', undefined],
  ['https://example.com/a', undefined],
])('%s names %s in the bucket', (location, key) => {
  expect(keyInBucket(location, 'traces')).toBe(key);
});

test.each([
  ['a/run', true],
  ['a/run/step_1.json', true],
  ['a/runstep_12.json', true],
  ['a/run-2/step_1.json', false],
  ['a/run-2step_1.json', false],
  ['b/a/run', false],
])('%s at the place a/run: %s', (key, isThere) => {
  expect(isAtTracePlace(key, 'a/run')).toBe(isThere);
});
