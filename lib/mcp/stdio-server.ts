import path from 'node:path';
import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import { hasCode } from '../core/errors.ts';
import { statIfThere } from '../core/files.ts';
import type { McpStdioServerOptions } from './mcp-tools-options.ts';
import type { ServerEnd } from './server-end.ts';
import { TooLarge } from './size-limit.ts';
import { StdioTransport } from './stdio-transport.ts';
import { WindowsTransport } from './windows-transport.ts';

/** The way to a server that is started here. */
export function stdioServer(server: McpStdioServerOptions): ServerEnd {
  let words = '';
  const onWords = (text: string): void => {
    words = `${words}${text}`.slice(-MAX_WORDS);
  };
  const Transport = process.platform === 'win32' ? WindowsTransport : StdioTransport;
  const transport = new Transport(server, onWords);
  return {
    transport,
    lost: async (error) => (error instanceof TooLarge ? error : undefined),
    explain: (error) => {
      if (START_FAILURES.some((code) => hasCode(error, code))) return whyNotStarted(server);
      const isEnd = error instanceof SdkError && ENDED.has(error.code);
      return isEnd || (error instanceof Error && error.message === 'Not connected')
        ? 'its process has ended'
        : undefined;
    },
    lastWords: () =>
      words
        .trim()
        .split(/\s*\n\s*/)
        .slice(-MAX_LINES)
        .join(' | '),
    close: async (client, how) => {
      if (how === 'at once') transport.killNow();
      await transport.close();
      await client.close().catch(() => {});
    },
  };
}

const MAX_WORDS = 4_000;
const MAX_LINES = 5;
const ENDED: ReadonlySet<string> = new Set([SdkErrorCode.ConnectionClosed, SdkErrorCode.NotConnected]);
const START_FAILURES = ['ENOENT', 'ENOTDIR', 'EACCES'] as const;

/** The system says the same of a program and of a folder. */
function whyNotStarted({ command, cwd }: McpStdioServerOptions): string {
  const folder = cwd === undefined ? undefined : statIfThere(cwd);
  if (cwd !== undefined && folder === undefined) return `its working directory ${cwd} is not there`;
  if (folder?.isDirectory() === false) return `its working directory ${cwd} is no folder`;
  const [program = '', ...rest] = command.split(' ');
  const found = statIfThere(path.resolve(cwd ?? '', command));
  if (found?.isDirectory() && command.includes(path.sep))
    return `its \`command\` ${command} is a folder, not a program`;
  if (found?.isFile() && command.includes(path.sep))
    return `its \`command\` ${command} is a file that may not be run`;
  return rest.length === 0
    ? `there is no program "${command}". Install it, or write its path`
    : `there is no program of the whole name that \`command\` has. Pass the program alone ("${program}") as \`command\`, and what follows as \`args\``;
}
