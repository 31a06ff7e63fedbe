import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { MAIN_FILE } from '../../bundle/layout.ts';
import { portInMessage } from '../../contract/host.ts';
import { stopMessage } from '../../contract/stopped-run.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { deferred, settles } from '../../core/async.ts';
import { END_LIMITS, START_TIMEOUT_MS } from '../../local/agentcore/session-backend.ts';
import { removeRemains } from '../../local/agentcore/session-remains.ts';

/**
 * The bundle of a workflow in a process of its own: it may crash, hang or exit without taking the command along. Disposed, it
 * has ended, and nothing of it is left; the process ends by itself when this one is killed.
 */
export class WorkflowProcess implements AsyncDisposable {
  /** Resolves when it has ended: how, in words. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #marker: string;
  #stopping: Promise<void> | undefined;
  #lastLineAtMs = 0;

  constructor(options: WorkflowProcessOptions) {
    const { bundleDir, environment, directory, onLine, onMessage } = options;
    this.#folder = bundleDir;
    this.#marker = randomUUID();
    this.#child = spawn(process.execPath, ['--enable-source-maps', path.join(bundleDir, MAIN_FILE)], {
      cwd: directory,
      env: { ...environment, [VARIABLE.localSession]: this.#marker },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A process group of its own: Ctrl-C in the terminal is for us, and we end the run in order.
      detached: true,
    });
    const exit = deferred<string>();
    // A process that has ended needs no answer.
    const reply = (answer: object): void => void this.#child.send(answer, () => {});
    this.#child
      .on('message', (message: unknown) => onMessage(message, reply))
      .once('exit', (code, signal) =>
        exit.resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
      )
      .once('error', (error) => exit.resolve(`could not be started (${error.message})`));
    const { stdout, stderr } = this.#child;
    const take = (line: string): void => {
      this.#lastLineAtMs = performance.now();
      onLine(line);
    };
    const read = Promise.all([stdout, stderr].map((stream) => linesOf(stream, take)));
    // What it has printed last says why it ended. What it has started may hold the streams open.
    this.ended = exit.promise.then(async (how) => {
      await settles(read, LAST_LINES_MS);
      return how;
    });
  }

  /** The port on 127.0.0.1 that its host listens on; `undefined` when it ended, or took too long, before it listened. */
  async port(): Promise<number | undefined> {
    const port = deferred<number | undefined>();
    this.#child.on('message', (message: unknown) => {
      const found = portInMessage(message);
      if (found !== undefined) port.resolve(found);
    });
    void this.ended.then(() => port.resolve(undefined));
    if (!(await settles(port.promise, START_TIMEOUT_MS))) port.resolve(undefined);
    return await port.promise;
  }

  /** Waits for what it has printed and nobody has read yet, which is lost when it ends; not for ever, for it may never be still. */
  async readOut(): Promise<void> {
    const beganAtMs = performance.now();
    do {
      await setTimeout(STILL_MS);
      // What has come while this process was busy is read before the next turn.
      await setImmediate();
    } while (
      performance.now() - this.#lastLineAtMs < STILL_MS &&
      performance.now() - beganAtMs < READ_OUT_MS
    );
  }

  /**
   * Tells it to end what it does, and to end; after ten seconds it is killed.
   *
   * @param reason what those are told whose work is ended: a sentence. @default - that its process is ending
   */
  stop(reason?: string): Promise<void> {
    this.#stopping ??= this.#stop(reason);
    return this.#stopping;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Resolves when it is written, or cannot be. */
  async #tell(message: object): Promise<void> {
    await new Promise<void>((resolve) => this.#child.send(message, () => resolve()));
  }

  async #stop(reason: string | undefined): Promise<void> {
    if (reason !== undefined) await settles(this.#tell(stopMessage(reason)), TELL_MS);
    this.#child.kill('SIGTERM');
    if (!(await settles(this.ended, END_LIMITS.graceMs))) {
      this.#child.kill('SIGKILL');
      await settles(this.ended, END_LIMITS.killMs);
    }
    const { pid } = this.#child;
    await removeRemains({ pid, marker: this.#marker, folder: this.#folder, timeoutMs: END_LIMITS.killMs });
  }
}

/** A process that does not read its channel is ended all the same. */
const TELL_MS = 250;

/** What a process is started with. */
export interface WorkflowProcessOptions {
  /** The folder with the bundle; removed at the end. */
  readonly bundleDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where it runs. */
  readonly directory: string;
  /** Gets what it prints, by lines. */
  readonly onLine: (line: string) => void;
  /** Gets what it says over its channel, and how to answer. */
  readonly onMessage: (message: unknown, reply: (answer: object) => void) => void;
}

const LAST_LINES_MS = 500;

const STILL_MS = 50;
const READ_OUT_MS = 5_000;

async function linesOf(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return;
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  // Iterating would take a turn of the event loop for each.
  lines.on('line', onLine);
  await once(lines, 'close');
}
