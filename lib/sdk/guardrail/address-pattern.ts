/**
 * Reads a pattern of page addresses: `example.com`, `*.example.com` (all hosts below it, not itself), `*`, each with a
 * scheme before it (`https://`), a port (`:8443`) or a path (`/shop`: that and all below it; `*` stands for any text)
 * behind it. What is not said may be anything.
 *
 * @returns the pattern, or why it is none
 */
export function parseAddressPattern(text: unknown): AddressPattern | PatternProblem {
  if (typeof text !== 'string') return { problem: 'is no text' };
  const parts = PARTS.exec(text);
  if (text === '' || parts === null) return { problem: 'is no address' };
  const { scheme, authority = '', path = '' } = parts.groups ?? {};
  if (/\s/.test(text)) return { problem: 'has white space' };
  if (/[?#]/.test(text))
    return { problem: 'has a query or a fragment: only scheme, host, port and path are compared' };
  if (/%(?:2f|5c)/i.test(path))
    return { problem: 'has an encoded slash, which servers read in different ways' };
  if (authority.includes('@')) return { problem: 'has a user name' };
  if (scheme !== undefined && !/^https?$/i.test(scheme)) {
    return { problem: `has the scheme "${scheme}": only http and https have hosts to compare` };
  }
  const [, hostText = '', port] = /^(.*?)(?::(\d+))?$/.exec(authority) ?? [];
  const isBelow = hostText.startsWith('*.');
  const name = isBelow ? hostText.slice(2) : hostText;
  if (name !== '*' && name.includes('*')) {
    return {
      problem:
        'has "*" within its host: only a whole host, or all that is before a dot at its beginning, can be "*"',
    };
  }
  const host = isBelow || name !== '*' ? hostOf(name) : '*';
  if (host === undefined) return { problem: `has no host that could be one ("${hostText}")` };
  if (port !== undefined && !URL.canParse(`http://host:${port}`))
    return { problem: `has no port that could be one (${port})` };
  return {
    text,
    protocol: scheme && `${scheme.toLowerCase()}:`,
    host,
    isBelow,
    port: port === undefined ? undefined : Number(port),
    path: path === '' || path === '/' ? undefined : pathExpression(path),
  };
}

/** A pattern, ready to compare. */
export interface AddressPattern {
  /** As it was given. */
  readonly text: string;
  readonly protocol: string | undefined;
  /** In the form that URLs have; `*` for any. */
  readonly host: string;
  /** Whether hosts below are meant, and not the host itself. */
  readonly isBelow: boolean;
  readonly port: number | undefined;
  readonly path: RegExp | undefined;
}

/** Why a text is no pattern, to follow its name. */
export interface PatternProblem {
  readonly problem: string;
}

/** Whether a block pattern matches: in doubt, it does. */
export function isBlockedBy({ path, ...site }: AddressPattern, url: URL): boolean {
  if (!isSite(site, url)) return false;
  return path === undefined || isBlob(url) || pathForms(url).some((form) => path.test(form));
}

/** Whether an allow pattern matches: in doubt, it does not. */
export function isAllowedBy({ path, ...site }: AddressPattern, url: URL): boolean {
  if (!isSite(site, url)) return false;
  return path === undefined || (!isBlob(url) && pathForms(url).every((form) => path.test(form)));
}

/** Pages that a page has made in memory: of its site, without a path. */
function isBlob({ protocol }: URL): boolean {
  return protocol === 'blob:';
}

const PARTS = /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?<authority>[^/?#]*)(?<path>\/[^?#]*)?/i;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

function isSite({ protocol, host, isBelow, port }: Omit<AddressPattern, 'path'>, page: URL): boolean {
  const url = isBlob(page) && URL.canParse(page.origin) ? new URL(page.origin) : page;
  const defaultPort = DEFAULT_PORTS[url.protocol];
  // Such as about:, data: and file:, which have no host.
  if (defaultPort === undefined) return false;
  if (protocol !== undefined && protocol !== url.protocol) return false;
  if (port !== undefined && port !== (url.port === '' ? defaultPort : Number(url.port))) return false;
  const name = withoutFinalDot(url.hostname);
  return host === '*' || (isBelow ? name.endsWith(`.${host}`) : name === host);
}

/** A host in the form that URLs have: lower case, names of other scripts in Punycode, addresses in their usual form. */
function hostOf(text: string): string | undefined {
  if (!/^(?:\[[^\]]*\]|[^:.[][^:[]*)$/.test(text) || text.includes('..')) return undefined;
  if (!URL.canParse(`http://${text}`)) return undefined;
  const { hostname, pathname } = new URL(`http://${text}`);
  return pathname === '/' ? withoutFinalDot(hostname) : undefined;
}

function withoutFinalDot(host: string): string {
  return host.replace(/\.$/, '');
}

function pathExpression(path: string): RegExp {
  const parts = asWritten(new URL(path, 'http://host')).replace(/\/$/, '').split('*');
  return new RegExp(`^${parts.map(escapeRegExp).join('.*')}(?:/.*)?$`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A path as it is written, and as a server may read it that takes `%2F` for a slash. */
function pathForms(url: URL): readonly string[] {
  return [asWritten(url), asRead(url)];
}

/** Letters that need no `%XX` have none, and the others one in capitals. */
function asWritten({ pathname }: URL): string {
  return pathname.replace(/%[0-9a-f]{2}/gi, (code) => {
    const letter = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(letter) ? letter : code.toUpperCase();
  });
}

/**
 * All `%XX` are read, several slashes are one, what follows a semicolon is left out, and only then what stands before `..`.
 * Escapes beyond ASCII stay: they are no slashes and no dots, and may be of any encoding.
 */
function asRead(url: URL): string {
  const read = url.pathname
    .replace(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
    .replace(/[?#\t\n\r]/g, encodeURIComponent)
    .replace(/;[^/\\]*/g, '')
    .replace(/[\\/]+/g, '/');
  return asWritten(new URL(`http://host${read}`));
}
