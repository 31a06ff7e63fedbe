import { describe, expect, test } from '@jest/globals';
import { mapHost } from '../../../lib/browser/network/mapped-hosts.ts';
import { type OwnProxy, readOwnProxy } from '../../../lib/browser/network/own-proxy.ts';

type Given = Parameters<typeof readOwnProxy>[0];
const read = (given: Partial<Given>) =>
  readOwnProxy({ proxy: undefined, args: [], environment: {}, ...given });
const bypassed = (proxy: OwnProxy | undefined, ...hosts: string[]): boolean[] =>
  hosts.map((host) => proxy?.bypasses({ host, port: 443 }) ?? false);

describe('the proxy of the user', () => {
  test('is that of the option, with its credentials', () => {
    const { ownProxy } = read({
      proxy: { server: 'proxy.test:3128', username: 'u', password: 'p', bypass: '.example.com, 10.0.0.0/8' },
      environment: { https_proxy: 'http://other.test' },
    });
    expect(ownProxy).toMatchObject({ username: 'u', password: 'p' });
    expect(ownProxy?.http?.href).toBe('http://proxy.test:3128/');
    expect(bypassed(ownProxy, 'a.example.com', '10.1.1.1', 'example.org', '11.1.1.1', 'localhost')).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('is that of the arguments, which the browser then does not see', () => {
    const { args, ownProxy } = read({
      args: [
        '--lang=de',
        '--proxy-server=http=a.test:1;https=socks5://b.test:2',
        '--proxy-bypass-list=x.test:443;<local>',
      ],
    });
    expect(args).toEqual(['--lang=de']);
    expect([ownProxy?.http?.href, ownProxy?.https?.href]).toEqual(['http://a.test:1/', 'socks5://b.test:2']);
    expect(bypassed(ownProxy, 'x.test', 'intranet', 'localhost', 'y.test')).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('is that of the environment, where names stand for all that end with them', () => {
    const { ownProxy } = read({
      environment: { HTTPS_PROXY: 'http://u:p%40@proxy.test:1', no_proxy: 'example.com,10.1.2.3' },
    });
    expect(ownProxy).toMatchObject({ username: 'u', password: 'p@', http: undefined });
    expect(bypassed(ownProxy, 'a.example.com', '10.1.2.3', '127.0.0.1', 'a.test')).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('is none when nothing names one, or the arguments say so', () => {
    expect(read({}).ownProxy).toBeUndefined();
    expect(read({ args: ['--no-proxy-server'], environment: { http_proxy: 'http://a.test' } })).toMatchObject(
      {
        args: [],
        ownProxy: undefined,
      },
    );
  });

  test.each(['--proxy-pac-url=http://a.test/pac', '--proxy-auto-detect', '-proxy-pac-url=http://a.test/pac'])(
    'cannot be chosen by %s',
    (arg) => {
      expect(() => read({ args: [arg] })).toThrow('it would lead around the guard');
    },
  );

  test('that is no URL is refused without its secrets', () => {
    expect(() => read({ proxy: { server: 'ftp://u:secret@a.test' } })).toThrow(
      'The proxy "ftp://a.test" cannot be used.',
    );
  });
});

test('--host-resolver-rules hold for a browser that does not resolve', () => {
  const { args, mappedHosts } = read({
    args: ['--host-resolver-rules=MAP *.test 127.0.0.1:99, EXCLUDE a.test, MAP b.example c.example'],
  });
  expect(args).toEqual([]);
  const map = (host: string): string => Object.values(mapHost({ host, port: 80 }, mappedHosts)).join(':');
  expect(['x.test', 'a.test', 'b.example', 'd.example'].map(map)).toEqual([
    '127.0.0.1:99',
    'a.test:80',
    'c.example:80',
    'd.example:80',
  ]);
});
