import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hasCode } from '../core/errors.ts';
import { replaceFile } from '../core/files.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { isLoopbackUrl } from '../core/loopback.ts';

/** A local AWS that runs in a process of its own, as its state folder says. */
export interface RunningLocalAws {
  readonly pid: number;
  /** Endpoint of all services. */
  readonly url: string;
  /** The region of what is deployed there. */
  readonly region: string;
}

/**
 * The local AWS that runs on a state folder; `undefined` when none does. What a killed one has left is not believed: its
 * process must be there. Whether it answers is not asked.
 */
export function runningLocalAws(stateDir: string): RunningLocalAws | undefined {
  const found = readRunning(fileIn(stateDir));
  return found !== undefined && isThere(found.pid) ? found : undefined;
}

/** Notes in its state folder where a local AWS of this process is. @returns takes it back */
export function noteRunning(stateDir: string, running: Omit<RunningLocalAws, 'pid'>): () => void {
  const file = fileIn(stateDir);
  replaceFile(file, `${JSON.stringify({ pid: process.pid, ...running })}\n`);
  return () => {
    if (readRunning(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

function fileIn(stateDir: string): string {
  return path.join(stateDir, 'local-aws.json');
}

function readRunning(file: string): RunningLocalAws | undefined {
  try {
    const value = parseJson(readFileSync(file, 'utf8'));
    return isRunning(value) ? value : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Only an address of this machine: whoever can write there must not lead commands elsewhere. */
function isRunning(value: unknown): value is RunningLocalAws {
  return (
    isRecord(value) &&
    Number.isInteger(value.pid) &&
    typeof value.url === 'string' &&
    isLoopbackUrl(value.url) &&
    typeof value.region === 'string'
  );
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it: then it is there.
    return hasCode(error, 'EPERM');
  }
}
