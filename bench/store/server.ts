import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { NovaActClient } from '../../lib/service/index.ts';
import { plainEnvironment } from '../cpu-of.ts';

/** Local AWS of the built package, in a process of its own. */
export class Server {
  readonly client: NovaActClient;
  readonly url: string;
  readonly startMs: number;
  readonly startCpuMs: number;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, { url, startMs, startCpuMs }: ServerReady) {
    this.#process = child;
    this.url = url;
    this.startMs = startMs;
    this.startCpuMs = startCpuMs;
    const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
    this.client = new NovaActClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  }

  static async start(stateDir: string): Promise<Server> {
    const child = fork(path.join(import.meta.dirname, 'serve.mjs'), [stateDir], {
      cwd: path.resolve(import.meta.dirname, '../..'),
      execArgv: [],
      env: plainEnvironment(),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const ended = once(child, 'exit').then(() => {
      throw new Error('Local AWS ended before it was ready.');
    });
    const [ready] = await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
    return new Server(child, ready);
  }

  /** Memory of the process that is in use now, in bytes. */
  async rssBytes(): Promise<number> {
    return await this.#ask('rss');
  }

  /** The longest time that it did nothing else since it was asked last. */
  async blockedMs(): Promise<number> {
    return await this.#ask('blocked');
  }

  /** Ends it with SIGKILL. */
  async kill(): Promise<void> {
    this.client.destroy();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  async #ask(question: string): Promise<number> {
    const answer = once(this.#process, 'message');
    this.#process.send(question);
    const [said] = await answer;
    return Number(said);
  }
}

/** What `serve.mjs` says when it has started. */
export interface ServerReady {
  readonly url: string;
  /** From the start of the process until it listens. */
  readonly startMs: number;
  /** Of the call of `startLocalAws`: loading the code is the same with any history. */
  readonly startCpuMs: number;
}
