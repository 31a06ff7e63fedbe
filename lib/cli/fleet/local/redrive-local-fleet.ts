import { FLEET_ITEMS_FILE } from '../../../contract/fleet-input.ts';
import { itemOf } from '../../../contract/fleet-item.ts';
import { readManifest } from '../../../contract/fleet-manifest.ts';
import type { ExitCode } from '../../../core/errors.ts';
import { counted } from '../../runs/run-text.ts';
import { UsageError } from '../../usage-error.ts';
import { type FleetScope, fleetKey } from '../fleet-scope.ts';
import { storeOf } from '../fleets.ts';
import { ItemSpool } from '../items/item-spool.ts';
import { readResults } from '../read-results.ts';
import { sayNothingToDo } from '../redrive.ts';
import { FleetOutcomes } from './fleet-outcomes.ts';
import { type LocalFleet, STOP_FILE } from './local-fleet.ts';
import { LocalFleets } from './local-fleets.ts';
import { runAndReport } from './run-and-report.ts';

/**
 * Goes on with a fleet on local AWS: with the same items, of which those are run that have not succeeded. Of a loop that has left no
 * results, all of them are asked for again: what has succeeded is told and not run.
 */
export async function redriveLocalFleet(name: string, scope: FleetScope): Promise<ExitCode> {
  const store = storeOf(scope);
  const fleets = new LocalFleets(store);
  const before = await fleets.fleet(name);
  if (before === undefined) throw new UsageError({ what: `There is no fleet "${name}".` });
  using items = new ItemSpool();
  for await (const item of store.readLines(fleetKey(store.place, name, FLEET_ITEMS_FILE))) items.add(item);
  const { fleet: id } = before;
  using outcomes = new FleetOutcomes({ fleet: id, bucket: store.place.bucket });
  const done = new Set<string>();
  const key = await store.newestManifest(name, before.resultsId);
  const manifest = key === undefined ? undefined : readManifest(await store.readJson(key));
  if (manifest !== undefined) {
    for await (const result of readResults(manifest, store)) {
      if (result.status !== 'SUCCEEDED') continue;
      done.add(result.key);
      outcomes.add(result);
    }
  }
  const itemAt = (index: number) =>
    itemOf(items.at(index), { fleet: id, index, format: 'jsonl', bucket: store.place.bucket });
  const indexes: number[] = [];
  for (let index = 0; index < items.count; index += 1) {
    if (!done.has(itemAt(index).key)) indexes.push(index);
  }
  if (indexes.length === 0) return sayNothingToDo({ name }, scope);
  await store.remove(fleetKey(store.place, name, STOP_FILE));
  const { endedAt: _, why: __, ...rest } = before;
  const fleet: LocalFleet = {
    ...rest,
    ...{ status: 'RUNNING', redrives: before.redrives + 1, pid: process.pid },
    counts: {
      ...{ total: items.count, waiting: indexes.length, running: 0, succeeded: done.size, failed: 0 },
      stopped: 0,
    },
  };
  const heading = `Going on with the fleet ${name} of ${scope.deployed.workflow}: ${indexes.length} of ${counted(items.count, 'item')}, ${fleet.concurrency} at a time, as before`;
  return await runAndReport(fleet, { store, outcomes, indexes, itemAt, heading }, scope);
}
