import { hasCode } from '../../../core/errors.ts';
import { fleetKey } from '../fleet-scope.ts';
import type { FleetCounts, FleetState } from '../fleet-state.ts';
import type { FleetStore } from '../fleet-store.ts';
import type { Fleets } from '../fleets.ts';
import {
  LOCAL_FLEET_FILE,
  type LocalFleet,
  readLocalFleet,
  STOP_FILE,
  stateOfLocalFleet,
} from './local-fleet.ts';

/** Fleets that are loops on this machine, by what they say of themselves in the bucket of local AWS. */
export class LocalFleets implements Fleets {
  readonly #store: FleetStore;

  constructor(store: FleetStore) {
    this.#store = store;
  }

  async list(limit: number): Promise<{ readonly fleets: readonly FleetState[]; readonly hasMore: boolean }> {
    const found: FleetState[] = [];
    for (const name of await this.#store.names()) {
      const state = await this.state(name);
      if (state !== undefined) found.push(state);
    }
    found.sort((a, b) => b.startedAt.localeCompare(a.startedAt));
    return { fleets: found.slice(0, limit), hasMore: found.length > limit };
  }

  async state(name: string): Promise<FleetState | undefined> {
    return (await this.tagged(name))?.state;
  }

  async counts(name: string): Promise<FleetCounts | undefined> {
    return (await this.fleet(name))?.counts;
  }

  async fleet(name: string): Promise<LocalFleet | undefined> {
    return (await this.tagged(name))?.fleet;
  }

  /** That, how it is going, and the tag by which a write replaces only this. */
  async tagged(name: string): Promise<TaggedFleet | undefined> {
    const read = await this.#store.readTagged(fleetKey(this.#store.place, name, LOCAL_FLEET_FILE));
    const fleet = readLocalFleet(read?.value);
    if (read === undefined || fleet === undefined) return undefined;
    const state = stateOfLocalFleet(fleet, { isThere, nowMs: Date.now() });
    return { fleet, state, tag: read.tag };
  }

  async resultsIds(name: string): Promise<readonly string[]> {
    const fleet = await this.fleet(name);
    return fleet === undefined ? [] : [fleet.resultsId];
  }

  /** The loop looks for it: a signal might meet another process that has the number by now. */
  async stop(name: string, cause: string): Promise<void> {
    await this.#store.putText(fleetKey(this.#store.place, name, STOP_FILE), JSON.stringify({ cause }));
  }
}

interface TaggedFleet {
  readonly fleet: LocalFleet;
  readonly state: FleetState;
  readonly tag: string;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // That of another user is there.
    return hasCode(error, 'EPERM');
  }
}
