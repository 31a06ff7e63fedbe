import { type FleetManifest, RESULT_KINDS, readManifest } from '../../contract/fleet-manifest.ts';
import { type FleetResult, readFleetResult } from '../../contract/fleet-result.ts';
import { UsageError } from '../usage-error.ts';
import { type FleetState, isGoingOn } from './fleet-state.ts';
import type { FleetStore } from './fleet-store.ts';
import type { Fleets } from './fleets.ts';

/**
 * The manifest of the results of a fleet, which is there when it has ended.
 *
 * @throws UsageError when there is none, with the reason
 */
export async function manifestOf(
  { name, status, why }: Pick<FleetState, 'name' | 'status' | 'why'>,
  { fleets, store }: { readonly fleets: Fleets; readonly store: FleetStore },
): Promise<FleetManifest> {
  const goesOn = isGoingOn({ status });
  const id = goesOn ? undefined : await fleets.resultsId(name);
  const key = id === undefined ? undefined : await store.newestManifest(name, id);
  const manifest = key === undefined ? undefined : readManifest(await store.readJson(key));
  if (manifest !== undefined) return manifest;
  throw new UsageError({
    what: `There are no results of the fleet ${name}.`,
    allowed: goesOn
      ? 'It goes on, and they are written when it ends.'
      : id === undefined
        ? `It has ended (${status}) before its items were begun${why === undefined ? '' : `: ${why}`}.`
        : `It has ended (${status}), and they have not been written (yet)${why === undefined ? '' : `: ${why}`}.`,
  });
}

/**
 * What became of the items of a fleet, each once: those that have succeeded, then the others. After a redrive an item may be in
 * several files; the last one counts, and that it has succeeded before all.
 *
 * @param onUnread hears of entries that do not say which item they are about
 */
export async function* readResults(
  { files }: FleetManifest,
  store: FleetStore,
  onUnread: () => void = () => {},
): AsyncGenerator<FleetResult> {
  const seen = new Set<string>();
  for (const kind of RESULT_KINDS) {
    for (const { key } of files[kind].toReversed()) {
      for await (const entry of store.readLines(key)) {
        const result = readFleetResult(entry);
        if (result === undefined) onUnread();
        else if (!seen.has(result.key)) {
          seen.add(result.key);
          yield result;
        }
      }
    }
  }
}
