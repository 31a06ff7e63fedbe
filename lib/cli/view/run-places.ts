import { createHash } from 'node:crypto';

/**
 * The places in lists of runs that pages have named. Lists of the service go on by tokens that are too long for addresses, one
 * for each definition: they are kept here. A place that is not known any more is the newest.
 */
export class RunPlaces {
  readonly #known = new Map<string, PlaceInRuns>();

  /** @returns its name, the same for the same place */
  name(place: PlaceInRuns): string {
    const name = createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 16);
    this.#known.delete(name);
    this.#known.set(name, place);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_PLACES) break;
      this.#known.delete(oldest);
    }
    return name;
  }

  at(name: string | undefined): PlaceInRuns | undefined {
    return name === undefined ? undefined : this.#known.get(name);
  }
}

/** Names the newest runs; where a place has no place before it. */
export const NEWEST = 'newest';

/** A place in the runs of some definitions, merged. */
export interface PlaceInRuns {
  readonly lists: readonly PlaceInList[];
  /** How many are on newer pages. */
  readonly newerCount: number;
  /** The place of the next newer page. */
  readonly newer: string;
}

/** A place in the runs of one definition. One that is at its end has none. */
export interface PlaceInList {
  readonly definitionName: string;
  /** Of the page that goes on. @default - the first one */
  readonly token?: string | undefined;
  /** The last run before. @default - all of the page are behind it */
  readonly after?: { readonly id: string; readonly startedAtMs: number } | undefined;
}

const MAX_PLACES = 1_000;
