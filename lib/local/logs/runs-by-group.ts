import { setImmediate } from 'node:timers/promises';
import { workflowRunLogGroupName } from '../../catalog/names.ts';
import type { RunRecord, StoreChange } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { regionIn } from './log-arn.ts';

/**
 * Which runs belong to which log group of which region. Made when it is first needed, and kept up to date from then on. There
 * may be very many runs, so they are read a few at a time, and whatever else is to be done is done in between.
 */
export class RunsByGroup {
  readonly #store: NovaActStore;
  readonly #groups = new Map<string, GroupOfRuns>();
  #made: Promise<void> | undefined;
  #isFollowing = false;

  constructor(store: NovaActStore) {
    this.#store = store;
  }

  /**
   * Resolves when all runs are known; what is asked before has only some of them.
   *
   * @param signal ends it early
   * @throws StateFileError for a run that cannot be read; the next call tries again
   */
  ready(signal: AbortSignal): Promise<void> {
    this.#made ??= this.#make(signal).catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  /** The groups that runs belong to. */
  groups(region: string): readonly string[] {
    return [...this.#groups.values()].flatMap((group) =>
      group.region === region && group.runs.size > 0 ? [group.name] : [],
    );
  }

  /** By id. */
  runs(region: string, group: string): ReadonlyMap<string, IndexedRun> {
    return this.#groups.get(keyOf(region, group))?.runs ?? new Map();
  }

  async #make(signal: AbortSignal): Promise<void> {
    // Before it is read: what changes meanwhile is told, and what goes is in no later part.
    if (!this.#isFollowing) this.#store.on('change', (change) => this.#follow(change));
    this.#isFollowing = true;
    for (const { name } of this.#store.definitions()) {
      for (let after: number | undefined; !signal.aborted; await setImmediate()) {
        const part = this.#store.runsPage(name, { order: 'Ascending', limit: RUNS_AT_ONCE, after });
        for (const run of part) this.#add(run);
        if (part.length < RUNS_AT_ONCE) break;
        after = part.at(-1)?.creation.sequence;
      }
    }
  }

  #follow({ kind, definitionName, runId, removed }: StoreChange): void {
    if (kind === 'definition' && removed) this.#remove((run) => run.definitionName === definitionName);
    if (kind !== 'run' || runId === undefined) return;
    const run = removed ? undefined : this.#store.run(runId);
    if (run === undefined) this.#remove((indexed) => indexed.runId === runId);
    else this.#add(run);
  }

  #add(run: RunRecord): void {
    const { definitionName, runId, startedAt, endedAt } = run;
    const region = regionIn(run.arn);
    const name = run.logGroupName ?? workflowRunLogGroupName(definitionName);
    const key = keyOf(region, name);
    const group = this.#groups.get(key) ?? { region, name, runs: new Map<string, IndexedRun>() };
    const endedMs = endedAt === undefined ? undefined : Date.parse(endedAt);
    group.runs.set(runId, { runId, definitionName, startedMs: Date.parse(startedAt), endedMs });
    this.#groups.set(key, group);
  }

  #remove(which: (run: IndexedRun) => boolean): void {
    for (const { runs } of this.#groups.values()) {
      for (const run of runs.values()) if (which(run)) runs.delete(run.runId);
    }
  }
}

/** As much of a run as tells whether its events are worth making. */
export interface IndexedRun {
  readonly runId: string;
  readonly definitionName: string;
  readonly startedMs: number;
  readonly endedMs: number | undefined;
}

/** Some milliseconds. */
const RUNS_AT_ONCE = 50;

interface GroupOfRuns {
  readonly region: string;
  readonly name: string;
  readonly runs: Map<string, IndexedRun>;
}

function keyOf(region: string, group: string): string {
  return `${region} ${group}`;
}
