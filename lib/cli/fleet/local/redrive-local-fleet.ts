import { FLEET_ITEMS_FILE } from '../../../contract/fleet-input.ts';
import { itemOf } from '../../../contract/fleet-item.ts';
import type { ExitCode } from '../../../core/errors.ts';
import { counted } from '../../runs/run-text.ts';
import { UsageError } from '../../usage-error.ts';
import { type FleetScope, fleetKey } from '../fleet-scope.ts';
import { isGoingOn } from '../fleet-state.ts';
import { storeOf } from '../fleets.ts';
import { ItemSpool } from '../items/item-spool.ts';
import { resultsIn } from '../read-results.ts';
import { sayNothingToDo } from '../redrive.ts';
import { ResultsIncompleteError } from '../result-tally.ts';
import { FleetOutcomes } from './fleet-outcomes.ts';
import { STOP_FILE } from './local-fleet.ts';
import { LocalFleetFile } from './local-fleet-file.ts';
import { LocalFleets } from './local-fleets.ts';
import { runAndReport } from './run-and-report.ts';

/**
 * Goes on with a fleet on local AWS: with the same items, of which those are run that have not succeeded. Of a loop that has left no
 * results, all of them are asked for again: what has succeeded is told and not run.
 */
export async function redriveLocalFleet(name: string, scope: FleetScope): Promise<ExitCode> {
  const store = storeOf(scope);
  const { fleet: before, state, tag } = (await new LocalFleets(store).tagged(name)) ?? {};
  if (before === undefined || state === undefined || isGoingOn(state)) throw takenMeanwhile(name);
  using items = new ItemSpool();
  const list = await store.openLines(fleetKey(store.place, name, FLEET_ITEMS_FILE));
  for await (const item of list?.values ?? []) items.add(item);
  if (items.count !== before.counts.total)
    throw new ResultsIncompleteError(
      `The list of the fleet ${name} has ${counted(items.count, 'item')} in the bucket, and was started with ${before.counts.total}.`,
    );
  const { fleet: id } = before;
  using outcomes = new FleetOutcomes({ fleet: id, bucket: store.place.bucket });
  const done = new Set<string>();
  for await (const result of resultsIn(await store.manifestKeys(name, [before.resultsId]), store)) {
    if (result.status !== 'SUCCEEDED') continue;
    done.add(result.key);
    outcomes.add(result);
  }
  const itemAt = (index: number) =>
    itemOf(items.at(index), { fleet: id, index, format: 'jsonl', bucket: store.place.bucket });
  const indexes: number[] = [];
  for (let index = 0; index < items.count; index += 1) {
    if (!done.has(itemAt(index).key)) indexes.push(index);
  }
  if (indexes.length === 0 && state.status === 'SUCCEEDED') return sayNothingToDo({ name }, scope);
  const { endedAt: _, why: __, ...rest } = before;
  const fleet = {
    ...rest,
    ...{ status: 'RUNNING' as const, redrives: before.redrives + 1 },
    counts: {
      ...{ total: items.count, waiting: indexes.length, running: 0, succeeded: done.size, failed: 0 },
      stopped: 0,
    },
  };
  const file = new LocalFleetFile(store, name, tag);
  if (!(await file.write(fleet))) throw takenMeanwhile(name);
  await store.remove(fleetKey(store.place, name, STOP_FILE));
  const heading = `Going on with the fleet ${name} of ${scope.deployed.workflow}: ${indexes.length} of ${counted(items.count, 'item')}, ${fleet.concurrency} at a time, as before`;
  return await runAndReport(fleet, { store, file, outcomes, indexes, itemAt, heading }, scope);
}

/** Two loops would run each item twice. */
function takenMeanwhile(name: string): UsageError {
  return new UsageError({
    what: `Another command goes on with the fleet ${name}, or has changed it meanwhile: nothing was begun.`,
    fix: 'Look at it with "fleet status".',
  });
}
