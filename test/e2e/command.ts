import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const root = path.resolve(import.meta.dirname, '..', '..');

/** How a command ended. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts one of the commands in `bin/` as users do, in a process of its own. */
export function startCommand(
  name: 'quickstart' | 'local' | 'invoke' | 'preflight',
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly outcome: Promise<Outcome> } {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join('bin', `${name}.ts`), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const outcome = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(
    ([exitCode, stdout, stderr]) => ({ exitCode, stdout, stderr }),
  );
  return { child, outcome };
}

/** Runs a command to its end. */
export function runCommand(...args: Parameters<typeof startCommand>): Promise<Outcome> {
  return startCommand(...args).outcome;
}

/** A state folder of its own; the processes that name it in their environment or arguments belong to it. */
export async function temporaryStateDir(): Promise<AsyncDisposable & { readonly dir: string }> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'nova-act-e2e-'));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

/** Command lines of the running processes that mention a text, this one's own listing aside. */
export function processesThatMention(needle: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(needle));
}
