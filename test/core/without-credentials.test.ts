import { expect, test } from '@jest/globals';
import { withoutCredentials } from '../../lib/core/without-credentials.ts';

test.each([
  ['http://ann:pa55@host/x?y=a@b#c', 'http://host/x?y=a@b#c'],
  ['https://ann@host', 'https://host'],
  ['https://ann:p@ss@host:8443/', 'https://host:8443/'],
  ['HTTP:\\\\ann:pa55@host', 'HTTP:\\\\host'],
  ['//ann:pa55@host/x', '//host/x'],
  [
    'page.goto: net::ERR_FAILED at http://a:b@host/, then ws://c:d@other',
    'page.goto: net::ERR_FAILED at http://host/, then ws://other',
  ],
])('%s is told as %s', (given, told) => {
  expect(withoutCredentials(given)).toBe(told);
});

test.each(['https://host/@ann', 'https://host?mail=a@b', 'mailto:ann@host', 'ann@host', '"http://x","a@b"'])(
  '%s stays as it is',
  (given) => {
    expect(withoutCredentials(given)).toBe(given);
  },
);
