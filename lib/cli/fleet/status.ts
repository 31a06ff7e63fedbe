import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visibleLine } from '../../core/visible.ts';
import { printResult } from '../envelope.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { counted, factLines, lastedText, timeText } from '../runs/run-text.ts';
import type { FleetOptions } from './fleet-options.ts';
import { type FleetScope, openFleetScope } from './fleet-scope.ts';
import { type FleetState, isGoingOn } from './fleet-state.ts';
import { fleetsOf } from './fleets.ts';
import { whichFleet } from './which-fleet.ts';

/** Says how a fleet is going. @returns the exit code: 0, however it is going */
export async function showFleetStatus(
  workflow: string,
  name: string | undefined,
  options: FleetOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  using scope = await openFleetScope(workflow, options, context);
  const state = await whichFleet(name, await fleetsOf(scope), scope);
  printResult(context, {
    json: options.json,
    data: { target: scope.target, workflow, ...state, endedAt: state.endedAt ?? null },
    text: () => `${textOf(state, Date.now())}${hintOf(state, scope)}`,
  });
  return EXIT.success;
}

function textOf(state: FleetState, nowMs: number): string {
  const { name, status, startedAt, endedAt, redrives, counts, why } = state;
  const began = new Date(startedAt);
  const ended = endedAt === undefined ? undefined : new Date(endedAt);
  return factLines([
    ['Fleet', name],
    // Of a lost loop nobody knows when it ended.
    [
      'Status',
      status === 'LOST' ? status : `${status} (${lastedText({ startedAt: began, endedAt: ended }, nowMs)})`,
    ],
    ['Started', timeText(began)],
    ['Ended', ended === undefined ? undefined : timeText(ended)],
    ['Redriven', redrives === 0 ? undefined : `${redrives} ${redrives === 1 ? 'time' : 'times'}`],
    ['Items', counts === undefined ? 'not known (yet)' : `${counts.total}`],
    ['  waiting', counts && `${counts.waiting}`],
    ['  running', counts && `${counts.running}`],
    ['  succeeded', counts && `${counts.succeeded}`],
    ['  failed', counts && `${counts.failed}`],
    ['  stopped', counts && `${counts.stopped}`],
    ['Why', why === undefined ? undefined : visibleLine(why)],
  ]);
}

/** What to do about items that have not succeeded, when that can be done. */
function hintOf({ name, status, counts }: FleetState, { commandLine, deployed }: FleetScope): string {
  const fleet = `${deployed.workflow} ${name}`;
  if (status === 'LOST') return `\nIts loop is gone: ${commandLine('fleet redrive', fleet)}\n`;
  if (isGoingOn({ status }) || counts === undefined) return '';
  const { failed, stopped } = counts;
  if (failed + stopped === 0) return '';
  const what = failed === 0 ? `${counted(stopped, 'item')} stopped` : `${counted(failed, 'item')} failed`;
  return `\n${what}: ${commandLine('fleet results', `${fleet} --failed`)}\n`;
}
