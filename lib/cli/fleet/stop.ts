import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { printResult } from '../envelope.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { counted } from '../runs/run-text.ts';
import type { FleetOptions } from './fleet-options.ts';
import { type FleetScope, openFleetScope } from './fleet-scope.ts';
import { type FleetState, isGoingOn } from './fleet-state.ts';
import { type Fleets, fleetsOf } from './fleets.ts';
import { whichFleet } from './which-fleet.ts';

/** Has a fleet start nothing more, and end what runs. @returns the exit code: 1 when it still goes on after a while */
export async function stopFleet(
  workflow: string,
  name: string | undefined,
  options: FleetOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  using scope = await openFleetScope(workflow, options, context);
  const { target, commandLine } = scope;
  const fleets = await fleetsOf(scope);
  const state = await whichFleet(name, fleets, scope);
  const lost = state.status === 'LOST' ? await endLost(state.name, scope) : undefined;
  if (lost !== undefined) {
    const ended =
      lost.sessions === 0
        ? 'nothing of it ran any more'
        : `stopped ${counted(lost.sessions, 'session')} that it had left`;
    const again = commandLine('fleet redrive', `${workflow} ${state.name}`);
    context.stderr(`The loop of the fleet ${state.name} is gone: ${ended}.\n  go on    ${again}\n`);
    const data = { ...dataOf(lost.after, true), sessions: lost.sessions };
    printResult(context, { json: options.json, data, text: () => `${state.name}\n` });
    return EXIT.success;
  }
  if (!isGoingOn(state)) {
    context.stderr(
      `The fleet ${state.name} has ended already: it is ${state.status}. Nothing was stopped.\n`,
    );
    printResult(context, { json: options.json, data: dataOf(state, false), text: () => `${state.name}\n` });
    return EXIT.success;
  }
  context.stderr(`Stopping the fleet ${state.name} of ${workflow}\n`);
  await fleets.stop(state.name, `Stopped by "${context.commandLine('fleet stop')}".`);
  const after = await untilEnded(state, fleets, context.interrupt);
  const results = commandLine('fleet results', `${workflow} ${state.name}`);
  const ends = target.isLocal
    ? 'What it was running has been stopped.'
    : 'The sessions that it has begun end by themselves within 30 s.';
  const isOver = !isGoingOn(after);
  context.stderr(
    isOver
      ? `It is ${after.status}. ${ends}\n  results  ${results}\n`
      : `It was told to stop, and still goes on. Look again: ${commandLine('fleet status', `${workflow} ${state.name}`)}\n`,
  );
  printResult(context, { json: options.json, data: dataOf(after, true), text: () => `${state.name}\n` });
  return isOver ? EXIT.success : EXIT.failure;

  function dataOf(fleet: FleetState, stopped: boolean): object {
    return { target, workflow, stopped, ...fleet };
  }
}

async function endLost(name: string, scope: FleetScope) {
  const { stopLostFleet } = await import('./local/stop-lost-fleet.ts');
  return await stopLostFleet(name, scope);
}

async function untilEnded(first: FleetState, fleets: Fleets, signal: AbortSignal): Promise<FleetState> {
  let state = first;
  for (let waited = 0; waited < TIME_TO_STOP_MS && isGoingOn(state); waited += INTERVAL_MS) {
    await sleep(INTERVAL_MS, undefined, { signal });
    state = (await fleets.state(first.name)) ?? state;
  }
  return state;
}

/** Stopping sessions takes a moment, on local AWS up to that of their hosts. */
const TIME_TO_STOP_MS = 30_000;
const INTERVAL_MS = 1000;
