import { rm } from 'node:fs/promises';
import { VARIABLE } from '../../contract/variables.ts';
import { messageOf } from '../../core/errors.ts';
import {
  describeUnkilled,
  killProcesses,
  type ProcessFacts,
  type Unkilled,
  withDescendants,
} from '../../core/processes.ts';
import { warnOfRemains } from './session-backend.ts';

/** Kills what a process has left running, and removes its folders. What stays is said. */
export async function removeRemains(session: {
  readonly pid: number | undefined;
  readonly marker: string;
  readonly folder: string;
  readonly timeoutMs: number;
}): Promise<void> {
  const { pid, marker, folder, timeoutMs } = session;
  try {
    const unkilled = pid === undefined ? [] : await killLeftovers({ pid, marker, timeoutMs });
    if (unkilled.length > 0)
      warnOfRemains(`A session could not be ended completely. Left is ${describeUnkilled(unkilled)}.`);
  } catch (error) {
    warnOfRemains(`Whether a session has left processes behind is not known: ${messageOf(error)}.`);
  }
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    warnOfRemains(`The folder ${folder} of a session could not be removed: ${messageOf(error)}.`);
  }
}

/**
 * Kills what a session's process has left behind: its process group, every process that carries the session's marker
 * in its environment, whoever its parent is now, and what descends from these.
 *
 * The environment is seen on Linux, and on macOS except for programs of the system. On Windows there are neither
 * groups nor environments to be seen; a browser ends there with the process that started it.
 *
 * @returns what could not be ended
 */
function killLeftovers(options: {
  readonly pid: number;
  readonly marker: string;
  readonly timeoutMs: number;
}): Promise<readonly Unkilled[]> {
  const { pid, marker, timeoutMs } = options;
  const select = (all: readonly ProcessFacts[]): readonly ProcessFacts[] => leftovers(all, { pid, marker });
  return killProcesses({ select, timeoutMs, withEnvironment: true });
}

function leftovers(
  all: readonly ProcessFacts[],
  session: { readonly pid: number; readonly marker: string },
): readonly ProcessFacts[] {
  const variable = `${VARIABLE.localSession}=${session.marker}`;
  const marked = all.filter(({ command }) => command.includes(variable));
  // The id is given to another process only when nobody of the group is left; then that process leads it, unmarked.
  const isGivenAgain =
    all.some(({ pid }) => pid === session.pid) && !marked.some(({ pid }) => pid === session.pid);
  const members = isGivenAgain ? [] : all.filter(({ group }) => group === session.pid);
  return withDescendants(all, [...marked, ...members]);
}
