import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { findBrowser } from '../lib/browser/find-browser.ts';

/** What figures were got on. */
export interface Machine {
  readonly processors: number;
  readonly model: string;
  readonly memoryGiB: number;
  /** Of the minute before, and of the last minute: 1 is one process that always runs. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly node: string;
  readonly chromium: string;
}

/** To be called before, for the load of the machine without these measurements; and then after. */
export function lookAtMachine(): () => Machine {
  const [cpu] = cpus();
  const before = {
    processors: cpus().length,
    model: cpu?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadNow(),
    node: process.versions.node,
    chromium: chromiumVersion(),
  };
  return () => ({ ...before, loadAfter: loadNow() });
}

/** In one line. */
export function machineLine(machine: Machine, versions: Readonly<Record<string, string>> = {}): string {
  const { processors, model, memoryGiB, loadBefore, loadAfter, node, chromium } = machine;
  const load = loadBefore === loadAfter ? `${loadBefore}` : `${loadBefore} before, ${loadAfter} after`;
  return [
    `${processors} processors (${model})`,
    `${memoryGiB} GiB`,
    `load ${load}`,
    `Node ${node}`,
    `Chromium ${chromium}`,
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
  ].join(', ');
}

function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

function chromiumVersion(): string {
  try {
    const said = execFileSync(findBrowser().executablePath, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return /\d+(?:\.\d+)+/.exec(said)?.[0] ?? said.trim();
  } catch {
    // What needs it says so.
    return 'none';
  }
}
