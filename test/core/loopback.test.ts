import { describe, expect, test } from '@jest/globals';
import {
  isLoopbackAuthority,
  isLoopbackHost,
  isLoopbackUrl,
  isUncertainLoopbackUrl,
} from '../../lib/core/loopback.ts';

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

test.each(['localhost', '::1', '[::1]', '127.0.0.2', 'a.localhost'])(
  '%s is a host of this machine',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  },
);

test.each(['0.0.0.0', '127.0.0.1.example.com', '127.evil', 'localhost.', ''])('%j is none', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

describe('when a Host header names this machine', () => {
  test.each([
    'localhost',
    'localhost:4600',
    '127.0.0.1:80',
    '127.1.2.3',
    '[::1]:4600',
    'LOCALHOST:1',
    'aws.localhost:1',
  ])('%s', (host) => {
    expect(isLoopbackAuthority(host)).toBe(true);
  });
});

describe('when a Host header names another machine', () => {
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
    expect(isLoopbackAuthority(host)).toBe(false);
  });
});

describe('when a URL may or may not be this machine', () => {
  test.each([
    'http://localhost.:1',
    'http://ip6-localhost:1',
    'http://localhost.localdomain',
    'http://a.localhost.',
    'http://0.0.0.0:1',
    'http://[::]:1',
    'http://[::ffff:127.0.0.1]:1',
    'http://[::ffff:0.0.0.0]:1',
  ])('%s is neither trusted as loopback nor as another machine', (url) => {
    expect(isLoopbackUrl(url)).toBe(false);
    expect(isUncertainLoopbackUrl(url)).toBe(true);
  });

  test.each([
    undefined,
    'nonsense',
    'http://localhost:1',
    'http://127.0.0.1:1',
    'http://127.0.0.1.:1',
    'http://[::1]:1',
    'http://[::ffff:10.0.0.1]',
    'http://example.com.',
    'https://nova-act.us-east-1.amazonaws.com',
  ])('%s is certain', (url) => {
    expect(isUncertainLoopbackUrl(url)).toBe(false);
  });
});
