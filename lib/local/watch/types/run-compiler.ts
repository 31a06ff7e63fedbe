import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { readIfThere } from '../../../core/files.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import { readTypeErrors, type TypeCheckOutput } from './read-type-errors.ts';

/**
 * Checks the types of a project with its own compiler, in a process of low priority that writes nothing but what makes the
 * next check faster.
 *
 * @returns what it has found; a reason in words when it could not check; `undefined` when the signal came first
 */
export async function runCompiler(options: {
  readonly compiler: string;
  readonly tsconfig: string;
  /** Where the compiler keeps what it knows for the next check. */
  readonly buildInfoFile: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}): Promise<TypeCheckOutput | string | undefined> {
  const { compiler, tsconfig, buildInfoFile, environment, signal } = options;
  if (signal.aborted) return undefined;
  const folder = path.dirname(tsconfig);
  const args = ['--noEmit', '--project', tsconfig, '--pretty', 'false', '--listFiles'];
  const incremental = ['--incremental', '--tsBuildInfoFile', buildInfoFile];
  const child = spawn(process.execPath, [compiler, ...args, ...incremental], {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the compiler may be a child of this child, and ends with it.
    detached: process.platform !== 'win32',
  });
  const kill = (): void => killGroup(child);
  signal.addEventListener('abort', kill, { once: true });
  // Also when this process ends at once.
  process.once('exit', kill);
  try {
    lowerPriority(child);
    const ended = new Promise<number | string>((resolve) => {
      child
        .once('error', (error) => resolve(error.message))
        .once('close', (code, by) => resolve(code ?? `${by}`));
    });
    const [how, output, errors] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (signal.aborted) return undefined;
    const found = readTypeErrors(output, folder);
    const configuration = found.errors.find(({ file }) => file === undefined);
    if (configuration !== undefined) return `${configuration.message} (${configuration.code})`;
    if (typeof how === 'number' && found.files.length > 0 && (how === 0 || found.errors.length > 0))
      return found;
    return errors.trim().split('\n').at(-1) || `the compiler ended with ${how}`;
  } finally {
    signal.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}

/** The compiler that a project has installed. @returns its program; `undefined` when there is none */
export function findCompiler(projectRoot: string): string | undefined {
  try {
    const manifest = createRequire(path.join(projectRoot, 'package.json')).resolve('typescript/package.json');
    const { bin } = asRecord(parseJson(readIfThere(manifest) ?? ''));
    const { tsc } = asRecord(bin);
    return typeof tsc === 'string' ? path.resolve(path.dirname(manifest), tsc) : undefined;
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: it is checked all the same.
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended in this moment.
  }
}
