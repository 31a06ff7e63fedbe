import { describe, expect, test } from '@jest/globals';
import { personOfToken } from '../../../lib/cdk/handlers/person-of-token.ts';

test.each([
  ['a verified address', { email: 'ada@example.com', email_verified: 'true' }, 'ada@example.com'],
  ['the same as a flag', { email: 'ada@example.com', email_verified: true }, 'ada@example.com'],
  ['no address that anybody may have written', { email: 'boss@example.com', email_verified: 'false' }, '1'],
  ['nor one of which nobody says it', { email: 'boss@example.com' }, '1'],
  ['no name that people choose', { username: 'boss@example.com' }, '1'],
  ['nor that of an id token', { 'cognito:username': 'boss' }, '1'],
  ['the id where the address is empty', { email: ' ', email_verified: 'true' }, '1'],
])('a token shows %s', (_what, claims, subject) => {
  expect(personOfToken({ sub: '1', ...claims })).toMatchObject({ subject });
});

test.each([
  ['of an access token', { username: 'ada' }, 'ada'],
  ['of an id token', { 'cognito:username': 'ada' }, 'ada'],
  ['that is only the id once more', { username: '1' }, undefined],
  ['that is empty', { username: ' ' }, undefined],
])('the name of a user %s is a name', (_what, claims, name) => {
  expect(personOfToken({ sub: '1', ...claims })?.name).toBe(name);
});

test.each([[undefined], [{}], [{ sub: '' }], [{ email: 'ada@example.com', email_verified: 'true' }]])(
  'without an id it shows nobody: %j',
  (claims) => {
    expect(personOfToken(claims)).toBeUndefined();
  },
);

describe('who somebody is', () => {
  const ada = { iss: 'https://one.example', sub: '1', email: 'ada@example.com', email_verified: 'true' };
  const identity = personOfToken(ada)?.identity;

  test.each([
    ['another id with the same address', { ...ada, sub: '2' }],
    ['another id with the same name', { ...ada, sub: '2', username: '1' }],
    ['the same id of another issuer', { ...ada, iss: 'https://two.example' }],
  ])('is not %s', (_what, claims) => {
    expect(personOfToken(claims)?.identity).not.toBe(identity);
  });

  test('stays, whatever address and name they have', () => {
    const changed = { ...ada, email: 'ada@elsewhere.example', username: 'countess' };
    expect(personOfToken(changed)?.identity).toBe(identity);
  });
});
