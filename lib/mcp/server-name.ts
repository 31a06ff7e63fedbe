import path from 'node:path';
import { isSecretName, secretFilter, secretsIn } from '../contract/secrets.ts';
import { cut } from '../core/thrown.ts';
import { visible } from '../core/visible.ts';
import type { McpToolsOptions } from './mcp-tools-options.ts';

/** What a server is called in messages, and how messages about it are kept free of secrets. */
export interface ServerName {
  /** Such as `the MCP server "npx -y @acme/orders"`. */
  readonly text: string;
  /** Takes out the secrets that the server was given, and what would disturb a terminal. */
  readonly clean: (text: string) => string;
}

/** Names a server by its command or address. */
export function nameServer({ command, args = [], env, url, headers }: McpToolsOptions): ServerName {
  const address = url === undefined ? undefined : new URL(url);
  const hide = secretFilter([
    ...secretsIn({ ...process.env, ...env, ...Object.fromEntries(address?.searchParams ?? []) }),
    // The scheme before a token, such as `Bearer`, is none.
    ...secretsIn(headers ?? {}).flatMap((value) => [
      value,
      ...value.split(' ').filter((word) => word.length >= 16),
    ]),
    ...secretArguments(args),
  ]);
  const clean = (text: string): string => visible(hide(text));
  const what =
    address === undefined
      ? [path.basename(command ?? ''), ...args].join(' ')
      : `${address.origin}${address.pathname}`;
  return { text: `the MCP server "${cut(clean(what), MAX_LENGTH)}"`, clean };
}

const MAX_LENGTH = 120;

/** What follows a name such as `--api-key`, behind `=` or as the next argument. */
function secretArguments(args: readonly string[]): readonly string[] {
  return args.flatMap((argument, index) => {
    const [, name = '', value] = /^-+([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!isSecretName(name)) return [];
    return value ?? args[index + 1] ?? [];
  });
}
