import { UsageError } from '../usage-error.ts';
import { checkForeignFleetName } from './fleet-name.ts';
import type { FleetScope } from './fleet-scope.ts';
import type { FleetState } from './fleet-state.ts';
import type { Fleets } from './fleets.ts';

/** The fleet that was named, else the newest of the workflow. @throws UsageError when there is none */
export async function whichFleet(
  named: string | undefined,
  fleets: Fleets,
  { deployed, target, commandLine }: Pick<FleetScope, 'deployed' | 'target' | 'commandLine'>,
): Promise<FleetState> {
  const { workflow } = deployed;
  if (named !== undefined) {
    const state = await fleets.state(checkForeignFleetName(named));
    if (state !== undefined) return state;
    throw new UsageError({
      what: `There is no fleet "${named}" of ${workflow} on ${target.description}.`,
      fix: `List them with "${commandLine('fleet list', workflow)}".`,
    });
  }
  const [newest] = (await fleets.list(1)).fleets;
  const state = newest === undefined ? undefined : await fleets.state(newest.name);
  if (state !== undefined) return state;
  throw new UsageError({
    what: `There are no fleets of ${workflow} on ${target.description}.`,
    fix: `Start one with "${commandLine('fleet start', `${workflow} --items items.jsonl`)}".`,
  });
}
