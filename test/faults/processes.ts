import { readdirSync, readFileSync } from 'node:fs';

/** The variable that marks the processes of a session, browsers included. */
export const MARK = 'NOVA_ACT_LOCAL_SESSION';

/** A variable in the environment that a process was started with; `undefined` when the process is gone. */
export function variableOf(pid: number, name: string): string | undefined {
  return environmentOf(pid)
    .find((variable) => variable.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/**
 * The processes with a mark, and their children, which may have written over their environment, as those of browsers do.
 * Zombies have no environment, so they do not count.
 */
export function markedWith(mark: string): readonly number[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const found = new Set(all.filter((pid) => environmentOf(pid).includes(`${MARK}=${mark}`)));
  // Parents come before children in the list only by chance, so it is read until nothing is new.
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const pid of all) if (found.has(parentOf(pid)) && commandOf(pid) !== '') found.add(pid);
  }
  return [...found];
}

/** The command line of a process, empty when it is gone. */
export function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** Signals a process. @returns whether it was there */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? -1);
}

function environmentOf(pid: number): readonly string[] {
  return read(`/proc/${pid}/environ`).split('\0');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // Gone, or somebody else's.
    return '';
  }
}
