import { spawnSync } from 'node:child_process';

export interface RunningBrowser {
  readonly pid: number;
  /** Its profile folder. */
  readonly profile: string;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Browsers that a process or one of its children started; without the processes that a browser makes for itself. */
export function browsersOf(ancestor: number): RunningBrowser[] {
  const all = processes();
  const family = new Set([ancestor]);
  // Parents come before children in the list only by chance, so it is read until nothing is new.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.flatMap(({ pid, command }) => {
    const profile = /--user-data-dir=(\S+)/.exec(command)?.[1];
    const isBrowser = family.has(pid) && profile !== undefined && !command.includes('--type=');
    return isBrowser ? [{ pid, profile }] : [];
  });
}

/** Whether a process runs; one that has ended but was not collected yet does not. */
export function isRunning(pid: number): boolean {
  return processes().some((each) => each.pid === pid && !each.command.includes('<defunct>'));
}

function processes(): Process[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
