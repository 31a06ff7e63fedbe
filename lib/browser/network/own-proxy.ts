import type { LaunchOptions } from 'playwright-core';
import { isLoopbackHost } from '../../core/loopback.ts';
import { ActuationError } from '../errors.ts';
import { bypasses } from './bypass-rules.ts';
import type { HostAndPort } from './mapped-hosts.ts';
import { bareHost } from './refuse-address.ts';

/**
 * Which proxy the user has named: in the option, else in the arguments of the browser, else in the environment, as browsers
 * on Linux do. The arguments come back without it, because the browser gets the guard as its proxy.
 *
 * @throws ActuationError when the arguments choose a proxy in a way that would lead around the guard.
 */
export function readOwnProxy(given: {
  readonly proxy: LaunchOptions['proxy'] | undefined;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}): {
  readonly args: readonly string[];
  readonly mappedHosts: string;
  readonly ownProxy?: OwnProxy | undefined;
} {
  const { proxy, environment } = given;
  // Chromium takes one dash for two.
  const args = given.args.map((arg) => arg.replace(/^-(?=[a-z])/i, '--'));
  const unusable = args.find((arg) => /^--proxy-(pac-url|auto-detect)\b/.test(arg));
  if (unusable !== undefined) {
    throw new ActuationError(
      `The browser argument ${unusable.split('=', 1)[0]} is refused: it would lead around the guard that keeps the browser ` +
        'from metadata addresses. Name the proxy in the option proxy, in --proxy-server or in HTTPS_PROXY.',
    );
  }
  const value = (name: string): string | undefined =>
    args.findLast((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
  const server = value('--proxy-server');
  return {
    args: args.filter((arg) => !TAKEN_ARGUMENTS.test(arg)),
    mappedHosts: value('--host-resolver-rules') ?? '',
    ownProxy:
      proxy !== undefined
        ? ofOption(proxy)
        : server !== undefined
          ? ofArguments(server, value('--proxy-bypass-list') ?? '')
          : args.includes('--no-proxy-server')
            ? undefined
            : ofEnvironment(environment),
  };
}

/** A proxy between the guard and the web. */
export interface OwnProxy {
  /** The URL for `http:`, and the one for all else; undefined is none. */
  readonly http: URL | undefined;
  readonly https: URL | undefined;
  /** Asked of the browser, and handed on. */
  readonly username: string;
  readonly password: string;
  /** Whether a host is reached without the proxy. */
  readonly bypasses: (target: HostAndPort) => boolean;
}

/** The URL of a proxy with the credentials that the browser has shown. */
export function hrefOf(url: URL, { username, password }: OwnProxy): string {
  const full = new URL(url);
  full.username = encodeURIComponent(username);
  full.password = encodeURIComponent(password);
  // In these forms the names are left to the proxy, as browsers do; in the others the library would resolve them.
  return full.href.replace(/^socks5:/, 'socks5h:').replace(/^socks4:/, 'socks4a:');
}

const TAKEN_ARGUMENTS = /^--(proxy-server|proxy-bypass-list|no-proxy-server|host-resolver-rules)(=|$)/;

/** Playwright's rules: loopback goes through the proxy unless the list names some of it. */
function ofOption(proxy: NonNullable<LaunchOptions['proxy']>): OwnProxy {
  const url = proxyUrl(proxy.server);
  const { username = decoded(url.username), password = decoded(url.password) } = proxy;
  const rules = (proxy.bypass ?? '').split(',');
  const loopback = rules.some(
    (rule) => ['<loopback>', '[::]'].includes(rule.trim()) || isLoopbackHost(rule.trim()),
  );
  return { http: url, https: url, username, password, bypasses: bypasses({ rules, loopback }) };
}

/** `host:port`, or `http=host:port;https=host:port`. */
function ofArguments(server: string, bypassList: string): OwnProxy {
  const entries = server.split(';').map((entry) => /^(?:(\w+)=)?(.+)$/.exec(entry.trim()));
  const urlFor = (scheme: string): URL | undefined => {
    const entry =
      entries.find((each) => each?.[1] === scheme) ?? entries.find((each) => each?.[1] === undefined);
    return entry?.[2] === undefined ? undefined : proxyUrl(entry[2]);
  };
  const rules = bypassList.split(/[;,]/);
  const loopback = !rules.some((rule) => rule.trim() === '<-loopback>');
  return {
    http: urlFor('http'),
    https: urlFor('https'),
    username: '',
    password: '',
    bypasses: bypasses({ rules, loopback }),
  };
}

function ofEnvironment(environment: Readonly<Record<string, string | undefined>>): OwnProxy | undefined {
  const read = (name: string): string | undefined => environment[name] || environment[name.toUpperCase()];
  const all = read('all_proxy');
  const [http, https] = [read('http_proxy') ?? all, read('https_proxy') ?? all];
  const [httpUrl, httpsUrl] = [http && proxyUrl(http), https && proxyUrl(https)].map(
    (url) => url || undefined,
  );
  const { username = '', password = '' } = httpsUrl ?? httpUrl ?? {};
  if (httpUrl === undefined && httpsUrl === undefined) return undefined;
  // There a name stands for the names that end with it.
  const rules = (read('no_proxy') ?? '')
    .split(/[,\s]+/)
    .map((rule) => (/^[\w-]/.test(rule) && !/^[\d.:/]+$/.test(rule) ? `*${rule}` : rule));
  return {
    http: httpUrl,
    https: httpsUrl,
    username: decoded(username),
    password: decoded(password),
    bypasses: bypasses({ rules, loopback: true }),
  };
}

/** What a URL holds; as it stands where a sign of percent is no escape. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function proxyUrl(server: string): URL {
  const text = /^[a-z0-9]+:\/\//i.test(server) ? server : `http://${server}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^(https?|socks[45]?):$/.test(url.protocol) && bareHost(url.hostname) !== '')
    return url;
  throw new ActuationError(
    `The proxy ${JSON.stringify(server.replace(/\/\/[^@]*@/, '//…@'))} cannot be used. Give one URL with http, https, socks4 or socks5, such as http://proxy.example.com:3128.`,
  );
}
