import {
  type FleetManifest,
  RESULT_KINDS,
  type ResultFile,
  readManifest,
} from '../../contract/fleet-manifest.ts';
import { type FleetResult, readFleetResult } from '../../contract/fleet-result.ts';
import { UsageError } from '../usage-error.ts';
import { type FleetState, isGoingOn } from './fleet-state.ts';
import type { FleetStore } from './fleet-store.ts';
import type { Fleets } from './fleets.ts';
import { ResultTally } from './result-tally.ts';

/**
 * What became of the items of a fleet, each once: those that have succeeded, then the others. After a redrive an item may be in
 * several files; the last one counts, and that it has succeeded before all.
 *
 * @param manifests the newest first
 * @param tally hears of what was read, and of what could not be
 */
export async function* readResults(
  manifests: readonly FleetManifest[],
  store: FleetStore,
  tally: ResultTally = new ResultTally(),
): AsyncGenerator<FleetResult> {
  // A later manifest may name files of the one before.
  const read = new Set<string>();
  for (const kind of RESULT_KINDS) {
    for (const file of manifests.flatMap(({ files }) => files[kind].toReversed())) {
      if (read.has(file.key)) continue;
      read.add(file.key);
      for await (const entry of entriesOf(file, store, tally)) {
        const result = readFleetResult(entry);
        if (result === undefined) tally.unread();
        else if (tally.isNew(result)) yield result;
      }
    }
  }
}

async function* entriesOf(
  { key, sizeBytes }: ResultFile,
  store: FleetStore,
  tally: ResultTally,
): AsyncGenerator<unknown> {
  const file = await store.openLines(key);
  if (file === undefined) return tally.lacks(`${key} is not there`);
  if (sizeBytes > 0 && file.sizeBytes !== undefined && file.sizeBytes !== sizeBytes)
    tally.lacks(`${key} has ${file.sizeBytes} bytes, and was written with ${sizeBytes}`);
  yield* file.values;
}

/** The same of manifests at these keys; of those that are none, nothing. */
export async function* resultsIn(keys: readonly string[], store: FleetStore): AsyncGenerator<FleetResult> {
  yield* readResults(await manifestsAt(keys, store), store);
}

async function manifestsAt(keys: readonly string[], store: FleetStore): Promise<readonly FleetManifest[]> {
  const manifests: FleetManifest[] = [];
  for (const key of keys) {
    const manifest = readManifest(await store.readJson(key));
    if (manifest !== undefined) manifests.push(manifest);
  }
  return manifests;
}

/**
 * The manifests of the results of a fleet, which are there when it has ended; the newest first. After a redrive there may be several,
 * and a later one need not name what the others do.
 *
 * @throws UsageError when there is none, with the reason
 */
export async function manifestsOf(
  { name, status, why }: Pick<FleetState, 'name' | 'status' | 'why'>,
  { fleets, store }: { readonly fleets: Fleets; readonly store: FleetStore },
): Promise<readonly FleetManifest[]> {
  const goesOn = isGoingOn({ status });
  const ids = goesOn ? [] : await fleets.resultsIds(name);
  const manifests = await manifestsAt(await store.manifestKeys(name, ids), store);
  if (manifests.length > 0) return manifests;
  const because = why === undefined ? '' : `: ${why}`;
  throw new UsageError({
    what: `There are no results of the fleet ${name}.`,
    allowed: goesOn
      ? `It goes on, and they are written when it ends${because}.`
      : ids.length === 0
        ? `It has ended (${status}) before its items were begun${because}.`
        : `It has ended (${status}), and they have not been written (yet)${because}.`,
  });
}
