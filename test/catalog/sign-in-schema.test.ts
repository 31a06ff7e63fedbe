import { describe, expect, test } from '@jest/globals';
import { checkValue } from '../../lib/catalog/check-value.ts';
import { signInSchema } from '../../lib/catalog/sign-in-schema.ts';

const problemsWith = (issuer: unknown) =>
  checkValue({ schema: signInSchema, value: { issuer, clientId: 'page' }, where: 'signIn' }).problems;

describe('an issuer', () => {
  test.each([
    'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI',
    'https://example.eu.auth0.com/',
    'https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0',
    'https://id.example.com:8443/realms/people',
    'https://id.example.com',
  ])('may be %s', (issuer) => {
    expect(problemsWith(issuer)).toEqual([]);
  });

  test.each([
    'http://id.example.com',
    'id.example.com',
    'https://',
    'https://user:word@id.example.com',
    'https://user@id.example.com/',
    'https://id.example.com:0',
    'https://id.example.com:99999',
    'https://id.example.com:',
    'https://id..example.com',
    'https://-id.example.com',
    'https://id.example.com.',
    'https://*.example.com',
    'https://300.1.1.1',
    'https://id.example.com;script-src',
    'https://id.example.com/realm?x=1',
    'https://id.example.com/realm?',
    'https://id.example.com#x',
    String.raw`https://id.example.com\realm`,
    'https://id.example.com/a b',
    ' https://id.example.com',
    'https://id.example.com\n',
    'https://id.example.com/.well-known/openid-configuration',
    '',
  ])('is not %j', (issuer) => {
    expect(problemsWith(issuer)).toEqual([
      expect.objectContaining({
        where: 'signIn.issuer',
        what: 'is not the issuer of tokens',
        allowed: expect.stringContaining('no user, no query'),
      }),
    ]);
  });
});
