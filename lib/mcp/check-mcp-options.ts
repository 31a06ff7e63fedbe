import { show, showKind } from '../core/problems.ts';
import { checkKeys } from '../sdk/check-keys.ts';
import { checkOption, mustBe } from '../sdk/check-option.ts';
import { ValidationFailed } from '../sdk/errors.ts';
import { checkTimeout } from '../sdk/limits.ts';

import type { McpToolsOptions } from './mcp-tools-options.ts';

/** @throws ValidationFailed for what is wrong in itself, or does not go together */
export function checkMcpOptions(options: McpToolsOptions): void {
  checkKeys('mcpTools', options, MCP_KEYS);
  const { command, url, only, except } = options;
  if ((command === undefined) === (url === undefined)) {
    const found = command === undefined ? 'neither `command` nor `url`' : 'both `command` and `url`';
    throw new ValidationFailed(
      `mcpTools was given ${found}. Pass \`command\` (with \`args\`) for a server that is to be started, or \`url\` for one that runs.`,
    );
  }
  const [unused] =
    command === undefined
      ? OF_STDIO.filter((key) => options[key] !== undefined)
      : options.headers === undefined
        ? []
        : ['headers'];
  if (unused !== undefined) {
    const other = command === undefined ? 'command' : 'url';
    throw new ValidationFailed(
      `mcpTools was given \`${unused}\`, which goes with \`${other}\` only. Leave it out.`,
    );
  }
  checkOption('command', command, 'text');
  checkOption('cwd', options.cwd, 'text');
  checkOption('prefix', options.prefix, 'text');
  if (command === '') throw new ValidationFailed('command is empty; it must be a program, such as "npx".');
  if (url !== undefined) checkUrl(url);
  checkTexts('args', options.args);
  checkTexts('only', only);
  checkTexts('except', except);
  checkMembers('env', options.env);
  checkMembers('headers', options.headers);
  checkHeaders(options.headers);
  if (only !== undefined && except !== undefined) {
    throw new ValidationFailed('mcpTools was given both `only` and `except`. Pass one of them.');
  }
  if (only?.length === 0) throw new ValidationFailed('only is empty: no tool would be left.');
  checkTimeout(options.connectTimeoutMs, 'connectTimeoutMs');
  checkTimeout(options.callTimeoutMs, 'callTimeoutMs');
}

const MCP_KEYS = {
  command: true,
  args: true,
  env: true,
  cwd: true,
  url: true,
  headers: true,
  only: true,
  except: true,
  prefix: true,
  connectTimeoutMs: true,
  callTimeoutMs: true,
} as const satisfies Record<keyof McpToolsOptions, true>;

const OF_STDIO = ['args', 'env', 'cwd'] as const;

function checkUrl(url: unknown): void {
  mustBe('url', url, 'address');
  // Not shown: it may have a key in it.
  const parsed = URL.canParse(String(url)) ? new URL(String(url)) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new ValidationFailed(
      'url is no web address; it must be one such as "https://mcp.example.com/mcp".',
    );
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new ValidationFailed(
      'url has a name or a password in it, which cannot be sent so. Pass `headers: { Authorization: … }`.',
    );
  }
}

function checkTexts(name: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return;
  throw new ValidationFailed(`${name} is ${showKind(value)}; it must be a list of texts.`);
}

/** Values may be secrets, and are not shown. */
function checkMembers(name: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ValidationFailed(`${name} is ${showKind(value)}; it must be an object of texts.`);
  }
  for (const [key, member] of Object.entries(value)) {
    if (typeof member !== 'string') {
      throw new ValidationFailed(
        `${name}.${key} is ${showKind(member)}; it must be a text. Leave it out if there is none.`,
      );
    }
  }
}

/** Otherwise the first request fails, with the value in its error. */
function checkHeaders(headers: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeader(name, '')) {
      throw new ValidationFailed(
        `headers has a member ${show(name)}, which is no name of a header. Names are letters, digits and signs such as "-".`,
      );
    }
    if (!isHeader(name, value)) {
      throw new ValidationFailed(
        `headers.${name} has a line break or a character that cannot be sent. Only those of Latin-1 can, on one line.`,
      );
    }
  }
}

function isHeader(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
