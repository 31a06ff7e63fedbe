import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment } from '../cpu-of.ts';

const ACT = path.resolve(import.meta.dirname, '../../dist/act/act.js');

/** A command of the built program that runs, with what it has printed. */
export class ActCommand implements AsyncDisposable {
  readonly #child: ReturnType<typeof start>;
  readonly #said: string;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], options: { readonly cwd: string }) {
    this.#said = `act ${args.join(' ')}`;
    this.#child = start(args, options);
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** Waits until this is so. @throws Error when the command ends before */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#hasEnded) throw new Error(`${this.#said} has ended: ${this.stderr}`);
      await sleep(POLL_MS);
    }
  }

  /** Waits for its end. @throws Error when it has not printed this */
  async result(word: string): Promise<void> {
    if (!this.#hasEnded) await once(this.#child, 'close');
    if (!this.stdout.includes(word)) throw new Error(`${this.#said} printed no "${word}": ${this.stderr}`);
  }

  get #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.#child, 'close');
    this.#child.kill('SIGINT');
    await ended;
  }
}

const POLL_MS = 5;

function start(args: readonly string[], { cwd }: { readonly cwd: string }) {
  return spawn(process.execPath, [ACT, ...args], {
    cwd,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
