import { EXIT, type ExitCode } from '../../core/errors.ts';
import { printResult } from '../envelope.ts';
import type { ProjectContext } from '../runs/run-scope.ts';
import { UsageError } from '../usage-error.ts';
import type { FleetOptions } from './fleet-options.ts';
import { type FleetScope, openFleetScope } from './fleet-scope.ts';
import { type FleetState, isGoingOn } from './fleet-state.ts';
import { fleetsOf } from './fleets.ts';
import { whichFleet } from './which-fleet.ts';

/** Has what has not succeeded in a fleet run again. @returns the exit code: 0 also when there is nothing to do */
export async function redriveFleet(
  workflow: string,
  name: string | undefined,
  options: FleetOptions,
  context: ProjectContext,
): Promise<ExitCode> {
  using scope = await openFleetScope(workflow, options, context);
  const state = await whichFleet(name, await fleetsOf(scope), scope);
  if (isGoingOn(state)) {
    throw new UsageError({
      what: `The fleet ${state.name} still goes on: nothing was begun.`,
      fix: `Wait for its end with "${scope.commandLine('fleet watch', `${workflow} ${state.name}`)}", or stop it.`,
    });
  }
  const { counts } = state;
  if (state.status === 'SUCCEEDED' && counts !== undefined && counts.succeeded === counts.total)
    return sayNothingToDo(state, scope);
  if (scope.target.isLocal) {
    const { redriveLocalFleet } = await import('./local/redrive-local-fleet.ts');
    return await redriveLocalFleet(state.name, scope);
  }
  const { redriveExecution } = await import('./aws/redrive-execution.ts');
  return await redriveExecution(state, scope);
}

/** All has succeeded. */
export function sayNothingToDo({ name }: Pick<FleetState, 'name'>, scope: FleetScope): ExitCode {
  const { context, options, target } = scope;
  context.stderr(`All items of the fleet ${name} have succeeded: there is nothing to do again.\n`);
  printResult(context, {
    json: options.json,
    data: { target, fleet: name, name: null, items: 0 },
    text: () => '',
  });
  return EXIT.success;
}
