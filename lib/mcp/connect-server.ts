import { Client } from '@modelcontextprotocol/client';
import { abortable } from '../core/async.ts';
import { fullMessageOf, messageOf } from '../core/errors.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../core/package.ts';
import { brokenProtocol, listTools } from './broken-protocol.ts';
import { httpServer } from './http-server.ts';
import { McpConnection } from './mcp-connection.ts';
import type { McpToolsOptions } from './mcp-tools-options.ts';
import { withLastWords } from './server-end.ts';
import type { ServerName } from './server-name.ts';
import { stdioServer } from './stdio-server.ts';

/**
 * Connects to a server by the protocol that most servers speak, else by that of those which refuse it.
 *
 * @throws Error that says why it cannot be used; nothing is left of it then
 */
export async function connectServer(options: ConnectServerOptions): Promise<McpConnection> {
  const { server, name, signal } = options;
  const timeoutMs = server.connectTimeoutMs ?? DEFAULT_TIMEOUT_MS;
  const late = new AbortController();
  const tooLate = new Error(`it did not answer within ${timeoutMs} ms (connectTimeoutMs)`);
  const timer = setTimeout(() => late.abort(tooLate), timeoutMs);
  const limited = AbortSignal.any([signal, late.signal]);
  try {
    return await attempt(options, 'legacy', limited).catch((error: unknown) => {
      if (!messageOf(error).includes(REFUSED_VERSION)) throw error;
      return attempt(options, { pin: LATER_VERSION }, limited);
    });
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(name.clean(`${capitalized(name.text)} cannot be used: ${messageOf(error)}`));
  } finally {
    clearTimeout(timer);
  }
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** How servers refuse versions of the protocol. @see https://modelcontextprotocol.io/specification */
const REFUSED_VERSION = 'Unsupported protocol version';
/** Of 2025 all versions are tried by themselves; this is the one that does not begin with `initialize`. */
const LATER_VERSION = '2026-07-28';

/** What is connected to. */
export interface ConnectServerOptions {
  readonly server: McpToolsOptions;
  readonly name: ServerName;
  readonly signal: AbortSignal;
}

async function attempt(
  { server, name }: ConnectServerOptions,
  mode: 'legacy' | { readonly pin: string },
  signal: AbortSignal,
): Promise<McpConnection> {
  signal.throwIfAborted();
  const end = server.command === undefined ? httpServer(server) : stdioServer(server);
  const client = new Client(
    { name: PACKAGE_NAME, version: PACKAGE_VERSION },
    { versionNegotiation: { mode } },
  );
  try {
    const limits = { signal, timeout: NO_TIMEOUT_MS };
    await abortable(client.connect(end.transport, limits), signal);
    // A server without tools is not even asked.
    const tools = client.getServerCapabilities()?.tools && (await listTools(client, limits));
    const callTimeoutMs = server.callTimeoutMs ?? DEFAULT_TIMEOUT_MS;
    return new McpConnection({ client, end, name, tools: tools ?? [], callTimeoutMs });
  } catch (error) {
    await end.close(client, 'at once');
    const reason = signal.aborted
      ? messageOf(signal.reason)
      : (brokenProtocol(error) ?? end.explain(error) ?? fullMessageOf(error));
    throw new Error(withLastWords(reason, end));
  }
}

/** The signal is the limit. */
const NO_TIMEOUT_MS = 2_147_483_647;

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
