import { statSync } from 'node:fs';
import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { hasCode } from '../core/errors.ts';
import {
  killOnce,
  killProcesses,
  listProcesses,
  type ProcessFacts,
  withDescendants,
} from '../core/processes.ts';
import type { McpStdioServerOptions } from './mcp-tools-options.ts';
import type { ServerEnd } from './server-end.ts';

/** The way to a server that is started here. */
export function stdioServer(server: McpStdioServerOptions): ServerEnd {
  const { command, args = [], env, cwd } = server;
  const transport = new StdioTransport({
    command,
    args: [...args],
    stderr: 'pipe',
    ...(env !== undefined && { env: { ...env } }),
    ...(cwd !== undefined && { cwd }),
  });
  let words = '';
  transport.stderr?.on('data', (chunk: unknown) => {
    words = `${words}${String(chunk)}`.slice(-MAX_WORDS);
  });
  return {
    transport,
    lost: async () => undefined,
    explain: (error) => {
      if (hasCode(error, 'ENOENT')) {
        const isThere = cwd === undefined || statSync(cwd, { throwIfNoEntry: false })?.isDirectory();
        return isThere
          ? `there is no program "${command}". Install it, or write its path`
          : `its working directory ${cwd} is not there`;
      }
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
      if (how === 'at once') killOnce(transport.family());
      await transport.close();
      await client.close().catch(() => {});
    },
  };
}

const MAX_WORDS = 4_000;
const MAX_LINES = 5;
const ENDED: ReadonlySet<string> = new Set([SdkErrorCode.ConnectionClosed, SdkErrorCode.NotConnected]);

/** Ends, too, what the server has started: `npx`, say, does not pass on that it was ended. */
class StdioTransport extends StdioClientTransport {
  #ending: Promise<void> | undefined;

  override async start(): Promise<void> {
    await super.start();
    if (running.size === 0) process.on('exit', killRunning);
    running.add(this);
  }

  /** The client closes by itself what has failed, and does not wait for it. */
  override close(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const family = this.family();
    await super.close();
    const isOurs = ({ pid, startedAt }: ProcessFacts): boolean =>
      family.some((each) => each.pid === pid && each.startedAt === startedAt);
    if (family.length > 0) {
      await killProcesses({ select: (all) => all.filter(isOurs), timeoutMs: KILL_TIMEOUT_MS });
    }
    if (running.delete(this) && running.size === 0) process.off('exit', killRunning);
  }

  family(): readonly ProcessFacts[] {
    const root = this.pid;
    if (root === null) return [];
    const all = listProcesses();
    const isRoot = ({ pid, parent }: ProcessFacts): boolean => pid === root && parent === process.pid;
    return withDescendants(all, all.filter(isRoot));
  }
}

const KILL_TIMEOUT_MS = 2_000;

/** Servers that would outlive this process, when it ends without closing sessions. */
const running = new Set<StdioTransport>();

function killRunning(): void {
  for (const server of running) killOnce(server.family());
}
