import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  deserializeMessage,
  type JSONRPCMessage,
  SdkError,
  SdkErrorCode,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/client';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import { settles } from '../core/async.ts';
import type { McpStdioServerOptions } from './mcp-tools-options.ts';
import { ServerProcesses } from './server-processes.ts';
import { LineReader } from './size-limit.ts';

/**
 * Starts a server, in a process group of its own, and talks to it by its standard input and output. It ends with all that it has
 * started: by `close`, by a signal that ends this process, with this process, and when its own first process is gone.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #server: McpStdioServerOptions;
  readonly #onWords: (text: string) => void;
  #child: Child | undefined;
  #processes: ServerProcesses | undefined;
  #closed: Promise<unknown> = Promise.resolve();
  #ending: Promise<void> | undefined;

  /** @param onWords hears what it writes to its stderr */
  constructor(server: McpStdioServerOptions, onWords: (text: string) => void) {
    this.#server = server;
    this.#onWords = onWords;
  }

  async start(): Promise<void> {
    const { command, args = [], env, cwd } = this.#server;
    const child: Child = spawn(command, args, {
      env: { ...getDefaultEnvironment(), ...env },
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
      // What it has started is found by its group, also when it has gone itself.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child = child;
    this.#listen(child);
    if (child.pid !== undefined) this.#processes = new ServerProcesses(child.pid, () => this.close());
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  }

  #listen(child: Child): void {
    const onError = (error: Error): void => this.onerror?.(error);
    const lines = new LineReader((line) => this.#read(line));
    child.on('error', onError);
    child.stdin.on('error', onError);
    child.stdout.on('error', onError).on('data', (chunk: Buffer) => {
      const problem = lines.add(chunk);
      if (problem !== undefined) onError(problem);
    });
    child.stderr.on('error', onError).on('data', (chunk: Buffer) => this.#onWords(String(chunk)));
    // Those that it leaves behind may hold its output open.
    child.once('exit', () => this.killNow());
    this.#closed = new Promise<void>((resolve) => {
      child.once('close', () => {
        this.#child = undefined;
        resolve();
        this.#processes?.stopWatching();
        this.onclose?.();
      });
    });
  }

  #read(line: string): void {
    try {
      this.onmessage?.(deserializeMessage(line));
    } catch (error) {
      // Some servers write to stdout what is for people.
      if (!(error instanceof SyntaxError)) this.onerror?.(asError(error));
    }
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (stdin === undefined) throw new SdkError(SdkErrorCode.NotConnected, 'Not connected');
    if (!stdin.write(serializeMessage(message))) {
      await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), this.#closed]);
    }
  }

  /** As the protocol has it: its input ends, then it is told to end, then it is killed. Never throws. */
  close(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child !== undefined) {
      this.#processes?.learn();
      child.stdin.end();
      if (!(await settles(this.#closed, GENTLE_MS))) {
        tellToEnd(child);
        await settles(this.#closed, GENTLE_MS);
      }
    }
    await this.#processes?.kill();
    // What was killed is collected a moment later.
    await Promise.race([this.#closed, sleep(GENTLE_MS, undefined, { ref: false })]);
    this.#processes?.stopWatching();
  }

  /** Kills it with all that it has started, and does not wait. */
  killNow(): void {
    this.#processes?.killNow();
  }
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** How long it may take to end when its input has ended, and when it was told to end. */
const GENTLE_MS = 2_000;

/** `npx` and shells do not pass on that they were told to end. */
function tellToEnd({ pid }: Child): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has ended.
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
