import path from 'node:path';
import { secretFilter, secretsIn } from '../contract/secrets.ts';
import { cut } from '../core/thrown.ts';
import { visible } from '../core/visible.ts';
import type { McpToolsOptions } from './mcp-tools-options.ts';
import { isPlainSegment, looksSecret, serverSecrets } from './server-secrets.ts';

/** What a server is called in messages, and how what it says is kept free of secrets. */
export interface ServerName {
  /** Such as `the MCP server "npx -y @acme/orders"`. */
  readonly text: string;
  /** For messages: takes out the secrets that the server was given, those of this process, and what would disturb a terminal. */
  readonly clean: (text: string) => string;
  /** For the agent: takes out the secrets that the server was given. */
  readonly cleanResult: (result: unknown) => unknown;
}

/** Names a server by its program or address, with nothing that could be a secret. */
export function nameServer(options: McpToolsOptions): ServerName {
  const { command, args, url } = options;
  const given = serverSecrets(options);
  const hideOurs = secretFilter(secretsIn(process.env));
  const clean = (text: string): string => visible(hideOurs(given.hideIn(text)));
  const what = url === undefined ? plainCommand(command ?? '', args) : plainAddress(url);
  return {
    text: `the MCP server "${cut(clean(what), MAX_LENGTH)}"`,
    clean,
    cleanResult: (result) => given.hideInValue(result),
  };
}

const MAX_LENGTH = 120;

/** The program, and the package or script that it runs if it is one that runs others. */
function plainCommand(command: string, args: readonly string[] = []): string {
  // A whole command line is a mistake, which may have secrets in it.
  const program = path.basename(command.split(' ')[0] ?? '');
  const words = [program];
  if (!RUNNER.test(program)) return program;
  for (const word of args) {
    const isFlag = HARMLESS_FLAGS.has(word);
    if (!isFlag && !isPlainWord(word)) break;
    words.push(word);
    if (!isFlag && !SUBCOMMANDS.has(word)) break;
  }
  return words.join(' ');
}

/** Programs whose first argument is what is run. */
const RUNNER =
  /^(?:npx|npm|pnpm|yarn|bunx?|deno|node|tsx|uvx?|pipx|python[\d.]*|docker|podman|ruby)(?:\.(?:exe|cmd))?$/i;
const HARMLESS_FLAGS: ReadonlySet<string> = new Set(['-y', '--yes', '-q', '--quiet', '-m', '-i', '--rm']);
const SUBCOMMANDS: ReadonlySet<string> = new Set(['run', 'exec', 'dlx', 'tool', 'x']);

function isPlainWord(word: string): boolean {
  return (
    /^[\w@./\\:~-]+$/.test(word) &&
    !word.startsWith('-') &&
    !word.includes('://') &&
    !word.split(/[/\\@:]/).some(looksSecret)
  );
}

function plainAddress(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname
    .split('/')
    .map((segment) => (isPlainSegment(segment) ? segment : '…'))
    .join('/')}`;
}
