import { expect, test } from '@jest/globals';
import { refusalOfRole } from '../../../lib/cli/run/assume-role.ts';

const wanted = { roleArn: 'arn:aws-cn:iam::123456789012:role/Shop', account: '123456789012', seconds: 7200 };
const failed = (name: string, message: string) =>
  refusalOfRole(Object.assign(new Error(message), { name }), wanted);

test('a role that lets nobody in is told with the setting that does', () => {
  expect(failed('AccessDenied', 'not authorized')?.message).toContain(
    '"roleCanBeAssumedBy" of the settings of an environment, of the entry in the catalog or of the construct, such as [\'arn:aws-cn:iam::123456789012:role/Developer\']',
  );
});

test.each([
  'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
])('a run that may take longer than credentials last is refused: %s', (message) => {
  expect(failed('ValidationError', message)?.message).toMatch(/^The run may take 7200 s \(--timeout-s\)/);
});

test('other errors are what they are', () => {
  expect(failed('ExpiredToken', 'expired')).toBeUndefined();
});
