import path from 'node:path';
import type { OpenToolSource, ToolSource } from '../../lib/sdk/index.ts';
import { descendantsOf } from '../browser/support/processes.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The server that has all that MCP has, made with an older SDK. */
export const everything = {
  command: process.execPath,
  args: [path.join(root, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js'), 'stdio'],
} as const;

/** A server of the tests' own; see `fixtures/server.mjs`. */
export function server(kind: string, ...args: readonly string[]) {
  return {
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'fixtures/server.mjs'), kind, ...args],
  } as const;
}

/** A server that breaks the protocol; see `fixtures/raw-server.mjs`. */
export function rawServer(kind: string, ...args: readonly string[]) {
  return {
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'fixtures/raw-server.mjs'), kind, ...args],
  } as const;
}

/** Opens a source as a session does. */
export async function opened(
  source: ToolSource,
  onNotice: (message: string) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): Promise<OpenToolSource> {
  return await source.open({ signal, onNotice });
}

/** Calls a tool as an act does. */
export async function calling(
  source: OpenToolSource,
  name: string,
  input: object = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  const tool = source.tools.find((each) => each.name === name);
  return await tool?.run(input as never, { signal });
}

/** Servers that this process has started and that run. */
export function runningServers(): readonly string[] {
  return descendantsOf(process.pid).flatMap(({ command }) =>
    /server-everything|fixtures.server\.mjs|-e setInterval/.test(command) ? [command] : [],
  );
}
