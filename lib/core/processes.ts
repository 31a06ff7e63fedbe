import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode, messageOf } from './errors.ts';

/**
 * Kills processes until none of them is left. They are looked for again after each round, because what is killed may
 * have started others a moment before. This process itself is never among them.
 *
 * @param options.select says which of all processes are meant
 * @param options.timeoutMs how long it may take altogether; even SIGKILL does not end a process that hangs in the kernel
 * @returns those that could not be ended, with the reason; empty when nothing is left
 */
export async function killProcesses(options: {
  readonly select: (all: readonly ProcessFacts[]) => readonly ProcessFacts[];
  readonly timeoutMs: number;
  /** Looks at the environment of processes, too, where the system shows it. @default false */
  readonly withEnvironment?: boolean | undefined;
}): Promise<readonly Unkilled[]> {
  const { select, timeoutMs, withEnvironment } = options;
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const found = select(listProcesses({ withEnvironment })).filter(({ pid }) => pid !== process.pid);
    if (found.length === 0) return [];
    const unkilled = killOnce(found);
    if (performance.now() >= deadlineMs) return unkilled;
    await sleep(KILL_ROUND_MS);
  }
}

const KILL_ROUND_MS = 25;

/** A process that could not be ended. */
export interface Unkilled {
  readonly pid: number;
  readonly command: string;
  readonly reason: string;
}

/** Unkilled processes for a message. */
export function describeUnkilled(unkilled: readonly Unkilled[]): string {
  return unkilled
    .map(({ pid, command, reason }) => `process ${pid} (${command.slice(0, 80).trim()}): ${reason}`)
    .join('; ');
}

/** Kills each of them once, and does not wait. @returns why each may still be there */
export function killOnce(found: readonly ProcessFacts[]): readonly Unkilled[] {
  return found.map(({ pid, command }) => ({ pid, command, reason: kill(pid) }));
}

function kill(pid: number): string {
  try {
    process.kill(pid, 'SIGKILL');
    return 'it does not end, even by SIGKILL';
  } catch (error) {
    // Gone in the meantime is what was wanted; the next look will not find it.
    return hasCode(error, 'ESRCH') ? 'it is ending' : messageOf(error);
  }
}

/** What the operating system tells of a process that runs. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Id of its process group: that of the process which leads it. 0 where there are none (Windows). */
  readonly group: number;
  /** When it started, in a unit of the system: with the id it tells a process from a later one of the same id. */
  readonly startedAt: number;
  /** Its command line, and with `withEnvironment` what is known of its environment. */
  readonly command: string;
}

/**
 * The processes of this machine that have not ended; what has ended but was not collected yet is left out. It does not
 * return before it is done, so that a process that is about to end can use it: milliseconds, on Windows about a second.
 */
export function listProcesses(
  options: { readonly withEnvironment?: boolean | undefined } = {},
): readonly ProcessFacts[] {
  const { withEnvironment = false } = options;
  if (process.platform === 'linux') return readProc(withEnvironment);
  const [command, ...args] = process.platform === 'win32' ? POWERSHELL : psCommand(withEnvironment);
  const stdout = execFileSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 50_000_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return stdout.split(/\r?\n/).flatMap((line) => readLine(line) ?? []);
}

/** The given processes and all that descend from them. */
export function withDescendants(
  all: readonly ProcessFacts[],
  roots: readonly ProcessFacts[],
): readonly ProcessFacts[] {
  const family = new Map(roots.map((root) => [root.pid, root]));
  // The list has no order, so it is read until nothing is new.
  for (let size = -1; size !== family.size; ) {
    size = family.size;
    for (const each of all) {
      const parent = family.get(each.parent);
      // Windows does not correct the parent of a process whose parent ended, and gives ids again.
      if (parent !== undefined && each.startedAt >= parent.startedAt) family.set(each.pid, each);
    }
  }
  return [...family.values()];
}

const POWERSHELL = [
  'powershell.exe',
  '-NoProfile',
  '-NonInteractive',
  '-Command',
  'Get-CimInstance Win32_Process | ForEach-Object { "{0} {1} 0 R {2} {3}" -f $_.ProcessId, $_.ParentProcessId, $_.CreationDate.Ticks, $_.CommandLine }',
] as const;

/**
 * On macOS `-E` adds the environment of one's own processes.
 * @see https://keith.github.io/xcode-man-pages/ps.1.html
 */
function psCommand(withEnvironment: boolean): readonly [string, ...string[]] {
  const environment = withEnvironment && process.platform === 'darwin' ? ['-E'] : [];
  return ['ps', ...environment, '-axww', '-o', 'pid=,ppid=,pgid=,state=,lstart=,args='];
}

/** One line of `ps` or of PowerShell; undefined for what is no process, or has ended. */
export function readLine(line: string): ProcessFacts | undefined {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\d+|\w{3} \w{3} [ \d]\d [\d:]{8} \d{4})\s(.*)$/.exec(
    line,
  );
  if (match === null) return undefined;
  const [, pid, parent, group, state = '', started = '', command = ''] = match;
  if (state.startsWith('Z')) return undefined;
  const startedAt = /^\d+$/.test(started) ? Number(started) : Date.parse(started);
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    startedAt,
    command: command.trim(),
  };
}

function readProc(withEnvironment: boolean): readonly ProcessFacts[] {
  const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return names.flatMap((name) => {
    const facts = readStat(procFile(name, 'stat'));
    if (facts === undefined) return [];
    const environment = withEnvironment ? ` ${procFile(name, 'environ')}` : '';
    const command = `${procFile(name, 'cmdline')}${environment}`.replaceAll('\0', ' ').trim();
    return [{ ...facts, command }];
  });
}

/** Empty for a process that has ended in the meantime, or does not let itself be read. */
function procFile(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/**
 * Reads `/proc/<pid>/stat`. The second field is a name in parentheses, which may itself hold spaces and parentheses.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function readStat(text: string): Omit<ProcessFacts, 'command'> | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || state === undefined || state === 'Z' || state === 'X') return undefined;
  return { pid, parent: Number(parent), group: Number(group), startedAt: Number(fields[19]) };
}
