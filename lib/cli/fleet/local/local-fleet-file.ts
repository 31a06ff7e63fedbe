import { randomUUID } from 'node:crypto';
import { fleetKey } from '../fleet-scope.ts';
import type { FleetStore } from '../fleet-store.ts';
import { LOCAL_FLEET_FILE, type LocalFleet, readLocalFleet } from './local-fleet.ts';

/**
 * Where one loop says how its fleet is going. Only one loop at a time has it: each write is refused when another one, or another
 * command, has written since.
 */
export class LocalFleetFile {
  readonly #loop = randomUUID();
  readonly #store: FleetStore;
  readonly #key: string;
  #tag: string | undefined;

  /** @param tag of what is there, and is replaced by the first write; `undefined` when nothing is */
  constructor(store: FleetStore, name: string, tag?: string) {
    this.#store = store.withoutSignal();
    this.#key = fleetKey(store.place, name, LOCAL_FLEET_FILE);
    this.#tag = tag;
  }

  /** @returns false when somebody else has it: nothing was written */
  async write(fleet: Omit<LocalFleet, 'loop' | 'aliveAt' | 'pid'>): Promise<boolean> {
    const own = { ...fleet, pid: process.pid, loop: this.#loop, aliveAt: new Date().toISOString() };
    const text = JSON.stringify(own);
    const tag = await this.#store.putTextIf(this.#key, text, this.#tag);
    if (tag !== undefined) {
      this.#tag = tag;
      return true;
    }
    // Of a write that was repeated because its answer was lost, the repetition is refused.
    const there = await this.#store.readTagged(this.#key);
    if (readLocalFleet(there?.value)?.loop !== this.#loop) return false;
    this.#tag = there?.tag;
    return true;
  }
}
