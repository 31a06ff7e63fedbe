import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExplainedError, hasCode, isExplained, messageOf } from '../core/errors.ts';
import { makeFolder } from '../core/files.ts';
import { storageProblem } from './storage-problem.ts';

/** Another local AWS uses the state folder. */
export class StateInUseError extends ExplainedError {
  override readonly name = 'StateInUseError';
}

/** The state folder cannot be made or written. */
export class StateFolderError extends ExplainedError {
  override readonly name = 'StateFolderError';
}

/** Locks that this process holds: a lock with our own process id but not among them was left by a former process. */
const held = new Set<string>();

/**
 * Takes a state folder for this process: two servers on one folder would not see each other's changes. The lock of a
 * process that is gone is taken over.
 *
 * @param id tells this holder from all others, also from one with the same process id. @default a random one
 * @returns how to give it back
 * @throws StateInUseError when another process has it, StateFolderError when the folder cannot be written.
 */
export function lockState(stateDir: string, id: string = randomUUID()): () => void {
  const file = lockFile(stateDir);
  const content = `${process.pid}\n${id}\n`;
  try {
    makeFolder(stateDir);
    takeLock({ file, content, stateDir });
  } catch (error) {
    if (error instanceof StateInUseError) throw error;
    const explained = stateFolderProblem(error, stateDir);
    if (explained instanceof StateFolderError) throw explained;
    throw new StateFolderError(
      `The state folder ${stateDir} cannot be used: ${messageOf(error)}. Mend its permissions, or choose another with --state-dir.`,
      { cause: error },
    );
  }
  held.add(content);
  return () => {
    held.delete(content);
    // Given back already, it may be somebody else's by now.
    if (read(file) === content) rmSync(file, { force: true });
  };
}

/**
 * Who has a state folder, or had it when it was killed; `undefined` when nobody has.
 *
 * @throws the error of the system when the lock cannot be read
 */
export function lockHolder(stateDir: string): LockHolder | undefined {
  const [pid = '', id = ''] = read(lockFile(stateDir))?.split('\n') ?? [];
  return /^[1-9]\d*$/.test(pid) && id !== '' ? { pid: Number(pid), id } : undefined;
}

/** Who wrote the lock of a state folder. */
export interface LockHolder {
  readonly pid: number;
  readonly id: string;
}

function lockFile(stateDir: string): string {
  return path.join(stateDir, 'local-aws.pid');
}

/** What the disk refuses in a state folder, as an error for its user; any other error as it is. */
export function stateFolderProblem(error: unknown, stateDir: string): unknown {
  const problem = isExplained(error) ? undefined : storageProblem(error, stateDir);
  return problem === undefined ? error : new StateFolderError(problem, { cause: error });
}

function takeLock(lock: {
  readonly file: string;
  readonly content: string;
  readonly stateDir: string;
}): void {
  const { file, content, stateDir } = lock;
  const own = `${file}.${randomUUID()}`;
  // Linked in place when it is complete, so that nobody reads half of it and takes it for an abandoned one.
  try {
    writeFileSync(own, content);
    while (!link(own, file)) {
      const found = read(file);
      if (found === undefined) continue;
      const pid = Number.parseInt(found, 10);
      if (isInUse(found, pid)) {
        throw new StateInUseError(
          `Local AWS is running already in process ${pid} on the state folder ${stateDir}. ` +
            `Stop it (Ctrl-C where it runs), or choose another folder. If process ${pid} is something else, remove ${file}.`,
        );
      }
      removeAbandoned(file, found);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Another process may have replaced the abandoned lock by its own in between: that one is put back. */
function removeAbandoned(file: string, abandoned: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (read(aside) !== abandoned) link(aside, file);
  rmSync(aside, { force: true });
}

/** @returns false when `file` is there already */
function link(from: string, file: string): boolean {
  try {
    linkSync(from, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Gone in the meantime, or never there.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

function isInUse(content: string, pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  // In containers process ids repeat from one start to the next.
  if (pid === process.pid) return held.has(content);
  return isProcessThere(pid);
}

/** Whether a process id is in use, by whatever program. */
export function isProcessThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it: then it is there.
    return hasCode(error, 'EPERM');
  }
}
