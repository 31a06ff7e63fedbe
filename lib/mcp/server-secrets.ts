import { KnownSecrets } from '../contract/known-secrets.ts';
import { isSecretName } from '../contract/secrets.ts';
import type { McpToolsOptions } from './mcp-tools-options.ts';

/** The secrets that a server was given: what it says of them goes neither to the agent nor into messages. */
export function serverSecrets({ args = [], env = {}, url, headers = {} }: McpToolsOptions): KnownSecrets {
  const secrets = new KnownSecrets();
  const found = [
    ...args.flatMap((argument, index) => ofArgument(argument, args[index + 1])),
    ...Object.entries(env).flatMap(([name, value]) => [...ofMember(name, value), ...inText(value)]),
    ...Object.entries(headers).flatMap(([name, value]) =>
      HARMLESS_HEADER.test(name) ? [] : ofHeader(value),
    ),
    ...(url === undefined ? [] : ofAddress(url)),
  ];
  for (const text of found) secrets.add(text, 'a secret of an MCP server');
  return secrets;
}

/** Whether a word is made as keys and tokens are: by the way it begins, or long with letters and digits. */
export function looksSecret(word: string): boolean {
  if (KEY_BEGINNING.test(word)) return true;
  const [run = ''] = /[A-Za-z0-9+/=]{16,}/.exec(word) ?? /[A-Za-z0-9_-]{28,}/.exec(word) ?? [];
  return /\d/.test(run) && /[A-Za-z]/.test(run);
}

/** Of an address, whether this part of its path may be shown. */
export function isPlainSegment(segment: string): boolean {
  return /^(?:v\d+|[a-z]+(?:[._-][a-z]+)*)?$/i.test(segment) && segment.length <= MAX_PLAIN_LENGTH;
}

const KEY_BEGINNING =
  /^(?:sk|pk|rk|ghp|gho|ghs|ghu|github_pat|glpat|xox[a-z]|hf|npm|AKIA|ASIA|AIza|eyJ)[-_A-Za-z0-9]{8,}/;
const HARMLESS_HEADER = /^(?:accept(?:-.*)?|content-type|user-agent)$/i;
const MAX_PLAIN_LENGTH = 24;
/** Shorter words of a header's value, and parts of a path, would hit what has nothing to do with them. */
const MIN_WORD_LENGTH = 8;

/** What follows a name such as `--api-key`, behind `=` or as the next argument, and whatever looks like a secret. */
function ofArgument(argument: string, next: string | undefined): readonly string[] {
  const [, name = '', value] = /^-*([^=\s]+)(?:=(.*))?$/s.exec(argument) ?? [];
  const named = argument.startsWith('-') || value !== undefined ? ofMember(name, value ?? next) : [];
  const [, header = '', rest = ''] = /^(?:--?[\w-]+=)?([\w-]+):\s*([^/\s].*)$/s.exec(argument) ?? [];
  return [...named, ...(isSecretName(header) ? ofHeader(rest) : []), ...inText(argument)];
}

function ofMember(name: string, value: string | undefined): readonly string[] {
  // Numbers are limits, such as `MAX_TOKENS`.
  return value !== undefined && isSecretName(name) && !/^\d{1,7}$/.test(value) ? [value] : [];
}

/** The scheme before a token, such as `Bearer`, is none. */
function ofHeader(value: string): readonly string[] {
  return [value, ...value.split(' ').filter((word) => word.length >= MIN_WORD_LENGTH)];
}

/** Whatever looks like a secret, and what addresses have in them. */
function inText(text: string): readonly string[] {
  const addresses = text.match(ADDRESS) ?? [];
  const words = text.replace(ADDRESS, ' ').split(/[\s"'`,;=]+/);
  return [...addresses.flatMap(ofAddress), ...words.filter(looksSecret)];
}

const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s"'`,]+/gi;

function ofAddress(text: string): readonly string[] {
  if (!URL.canParse(text)) return [];
  const { protocol, password, searchParams, pathname, hash } = new URL(text);
  const values = [...searchParams].flatMap(([name, value]) =>
    isSecretName(name) || looksSecret(value) || /key|auth|sig/i.test(name) ? [value] : [],
  );
  const segments = /^(?:https?|wss?):$/.test(protocol)
    ? pathname.split('/').filter((part) => part.length >= MIN_WORD_LENGTH && !isPlainSegment(part))
    : [];
  return [
    decoded(password),
    ...values,
    ...segments.map(decoded),
    ...(looksSecret(hash) ? [hash.slice(1)] : []),
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
