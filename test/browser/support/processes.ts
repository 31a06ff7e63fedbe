import { spawnSync } from 'node:child_process';
import { killProcesses, withDescendants } from '../../../lib/core/processes.ts';

export interface RunningBrowser {
  readonly pid: number;
  /** Its profile folder. */
  readonly profile: string;
}

export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Browsers that a process or one of its children started; without the processes that a browser makes for itself. */
export function browsersOf(ancestor: number): RunningBrowser[] {
  return descendantsOf(ancestor).flatMap(({ pid, command }) => {
    const profile = /--user-data-dir=(\S+)/.exec(command)?.[1];
    const isBrowser = profile !== undefined && !command.includes('--type=');
    return isBrowser ? [{ pid, profile }] : [];
  });
}

/** Ends a browser with all that it has started, and waits for that: what outlives it for a moment writes to its profile. */
export async function killBrowserOf(profile: string): Promise<void> {
  const left = await killProcesses({
    select: (all) =>
      withDescendants(
        all,
        all.filter(({ command }) => command.includes(`--user-data-dir=${profile}`)),
      ),
    timeoutMs: 10_000,
  });
  if (left.length > 0) throw new Error(`The browser of ${profile} does not end.`);
}

/** Whatever a process has started, and what that has started. */
export function descendantsOf(ancestor: number): Process[] {
  const all = processes();
  const family = new Set([ancestor]);
  // Parents come before children in the list only by chance, so it is read until nothing is new.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && family.has(pid));
}

/** Whether a process runs; one that has ended but was not collected yet does not. */
export function isRunning(pid: number): boolean {
  return stillRunning([pid]).length > 0;
}

/** Those of the processes that have not ended. */
export function stillRunning(pids: readonly number[]): readonly number[] {
  return processes().flatMap(({ pid, command }) =>
    pids.includes(pid) && !command.includes('<defunct>') ? [pid] : [],
  );
}

function processes(): Process[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
