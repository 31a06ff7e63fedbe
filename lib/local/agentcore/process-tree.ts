import { readdirSync, readFileSync } from 'node:fs';
import { VARIABLE } from '../../contract/variables.ts';

/**
 * Kills what a session's process has left behind. On Linux every process that carries the session's marker in its
 * environment is found, whoever its parent is now; elsewhere the process group must do.
 */
export function killLeftovers(options: { readonly pid: number; readonly marker: string }): void {
  kill(-options.pid);
  for (const pid of markedProcesses(options.marker)) kill(pid);
}

/** The processes whose environment carries the marker. Empty where there is no `/proc`. */
function markedProcesses(marker: string): readonly number[] {
  const variable = `${VARIABLE.localSession}=${marker}`;
  return processIds().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(variable);
    } catch {
      // It has ended, or belongs to somebody else.
      return false;
    }
  });
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
