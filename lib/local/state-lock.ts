import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nameOf } from '../text/error-text.ts';

/** Another local AWS uses the state folder. */
export class StateInUseError extends Error {
  override readonly name = 'StateInUseError';
}

/**
 * Takes a state folder for this process: two servers on one folder would not see each other's changes. The lock of a
 * process that is gone is taken over.
 *
 * @returns how to give it back
 * @throws StateInUseError when another process has it.
 */
export function lockState(stateDir: string): () => void {
  mkdirSync(stateDir, { recursive: true });
  const file = path.join(stateDir, 'local-aws.pid');
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!isCode(error, 'EEXIST') || attempt > 2) throw error;
      const pid = readPid(file);
      if (pid !== undefined && isRunning(pid)) {
        throw new StateInUseError(
          `Local AWS is running already in process ${pid} on the state folder ${stateDir}. Stop it (Ctrl-C where it runs), or choose another folder.`,
        );
      }
      rmSync(file, { force: true });
    }
  }
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // Gone in the meantime.
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it: then it is there.
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return (
    nameOf(error) !== '' &&
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === code
  );
}
