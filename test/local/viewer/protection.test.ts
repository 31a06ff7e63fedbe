import { describe, expect, test } from '@jest/globals';
import { isLoopbackHost } from '../../../lib/local/viewer/protection.ts';

describe('when the Host header names this machine', () => {
  test.each(['localhost', 'localhost:4600', '127.0.0.1:80', '127.1.2.3', '[::1]:4600', 'LOCALHOST:1'])(
    '%s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );
});

describe('when it does not', () => {
  test.each([
    undefined,
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'localhost@evil.example',
    'evil.example#localhost',
    '0.0.0.0:1',
    '10.0.0.1',
    '[::ffff:7f00:1]',
  ])('%j', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
