import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A program in a process of its own, with what it prints. */
export class Child {
  readonly #process: ChildProcess;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly stdout: () => string;
  readonly stderr: () => string;
  #end: number | NodeJS.Signals | undefined;

  constructor(args: readonly string[], options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
    this.#process = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.stdout = collect(this.#process.stdout);
    this.stderr = collect(this.#process.stderr);
    this.ended = new Promise((resolve, reject) => {
      this.#process.once('error', reject).once('exit', (code, signal) => {
        this.#end = signal ?? code ?? -1;
        resolve(this.#end);
      });
    });
    all.add(this);
    void this.ended.finally(() => all.delete(this));
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** Set once it has ended. */
  get end(): number | NodeJS.Signals | undefined {
    return this.#end;
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }
}

const all = new Set<Child>();

/** Ends what is still there, when the suite itself is interrupted. */
export function killChildren(): void {
  for (const child of all) child.kill('SIGKILL');
}

function collect(stream: Readable | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
