import { describe, expect, test } from '@jest/globals';
import { isLoopbackUrl } from '../../lib/text/loopback-url.ts';

describe('when a URL is on this machine', () => {
  test.each([
    'http://localhost:1',
    'http://127.0.0.1:1',
    'http://127.9.9.9',
    'http://[::1]:1',
    'http://a.localhost',
  ])('%s is', (url) => expect(isLoopbackUrl(url)).toBe(true));

  test.each([
    undefined,
    'nonsense',
    'http://10.0.0.1',
    'http://localhost.example.com',
    'http://127.0.0.1.nip.io',
  ])('%s is not', (url) => expect(isLoopbackUrl(url)).toBe(false));
});
