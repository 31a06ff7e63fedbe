import { expect, test } from '@jest/globals';
import { subjectIn } from '../../../lib/cdk/handlers/subject-in.ts';

test.each([
  ['a verified address', { sub: '1', email: 'ada@example.com', email_verified: 'true' }, 'ada@example.com'],
  ['the same as a flag', { sub: '1', email: 'ada@example.com', email_verified: true }, 'ada@example.com'],
  [
    'no address that anybody may have written',
    { sub: '1', email: 'boss@example.com', email_verified: 'false' },
    '1',
  ],
  ['nor one of which nobody says it', { sub: '1', email: 'boss@example.com' }, '1'],
  ['the name of a user of an access token', { sub: '1', username: 'ada' }, 'ada'],
  ['the name of a user of an id token', { sub: '1', 'cognito:username': 'ada' }, 'ada'],
  ['the id', { sub: '1', username: ' ' }, '1'],
  ['nobody', { sub: '' }, undefined],
  ['nobody at all', undefined, undefined],
])('a token names %s', (_what, claims, subject) => {
  expect(subjectIn(claims)).toBe(subject);
});
