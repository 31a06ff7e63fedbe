import { fileURLToPath } from 'node:url';
import { isLoopbackAuthority } from '../core/loopback.ts';
import { withoutCredentials } from '../core/without-credentials.ts';
import { isPathAllowed } from './path-rules.ts';

const FORBIDDEN = /[<>"{}|^`\\\s]/;
const SCHEME = /^[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))/i;
const NO_SCHEME = /^\s*(?!mailto:)[^\s\\/?#@]*:[^\s\\/?#]*@/i;

/** Adds a missing scheme (https, and http on this machine), and checks that the URL may be opened. */
export function checkUrl(
  given: string,
  options: { readonly allowedFileOpenPaths: readonly string[] },
): UrlCheck {
  const text = given.trim();
  const no = (reason: string): UrlCheck => ({ reason: `"${shown(given)}" cannot be opened: ${reason}` });
  if (text === '') return no('it is empty.');
  const forbidden = FORBIDDEN.exec(text)?.[0];
  if (forbidden !== undefined) {
    return no(
      `a URL cannot have ${/\s/.test(forbidden) ? 'white space' : forbidden}; write such characters as %XX.`,
    );
  }
  if (NO_SCHEME.test(text)) return no('it has a user name before its host, but no scheme, such as https://.');
  const full = SCHEME.test(text)
    ? text
    : `${isThisMachine(text) ? 'http' : 'https'}://${text.replace(/^\/\//, '')}`;
  const url = parse(full);
  if (url === undefined) return no('it is no URL. Use the form https://example.com/path.');
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return url.hostname === '' ? no('it has no host.') : { url: url.href };
    case 'about:':
      return { url: url.href };
    case 'file:':
      return checkFile(url, options.allowedFileOpenPaths, no);
    default:
      return no(`only http and https are allowed, not ${url.protocol.slice(0, -1)}.`);
  }
}

/** An address for a message, without user name and password. */
function shown(given: string): string {
  return withoutCredentials(given).replace(NO_SCHEME, '');
}

function checkFile(url: URL, allowed: readonly string[], no: (reason: string) => UrlCheck): UrlCheck {
  if (allowed.length === 0) return no('local files are not allowed (option allowedFileOpenPaths).');
  if (url.hostname !== '') return no('a file URL must not have a host.');
  let file: string;
  try {
    file = fileURLToPath(url);
  } catch {
    return no('it does not name a file of this machine.');
  }
  return isPathAllowed(file, allowed) ? { url: url.href } : no('this file is not among the allowed ones.');
}

/** Whether a URL without a scheme begins with a name of this machine, or with the address that servers listen on. */
function isThisMachine(text: string): boolean {
  const authority = /^[^/?#]*/.exec(text)?.[0] ?? '';
  return isLoopbackAuthority(authority) || /^0\.0\.0\.0(:\d+)?$/.test(authority);
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A URL that may be opened, or why it may not. */
export type UrlCheck = { readonly url: string } | { readonly reason: string };
