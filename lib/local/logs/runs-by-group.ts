import { workflowRunLogGroupName } from '../../catalog/names.ts';
import type { RunRecord, StoreChange } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';

/** Which runs belong to which log group. Made when it is first asked, and kept up to date from then on. */
export class RunsByGroup {
  readonly #store: NovaActStore;
  #groups: Map<string, Map<string, IndexedRun>> | undefined;

  constructor(store: NovaActStore) {
    this.#store = store;
  }

  /** The groups that runs belong to. */
  groups(): readonly string[] {
    return [...this.#made()].flatMap(([group, runs]) => (runs.size > 0 ? [group] : []));
  }

  runs(group: string): readonly IndexedRun[] {
    return [...(this.#made().get(group)?.values() ?? [])];
  }

  #made(): ReadonlyMap<string, ReadonlyMap<string, IndexedRun>> {
    if (this.#groups === undefined) {
      this.#groups = new Map();
      for (const { name } of this.#store.definitions())
        for (const run of this.#store.runs({ definitionName: name })) this.#add(run);
      this.#store.on('change', (change) => this.#follow(change));
    }
    return this.#groups;
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
    const group = run.logGroupName ?? workflowRunLogGroupName(definitionName);
    const runs = this.#groups?.get(group) ?? new Map<string, IndexedRun>();
    const endedMs = endedAt === undefined ? undefined : Date.parse(endedAt);
    runs.set(runId, { runId, definitionName, startedMs: Date.parse(startedAt), endedMs });
    this.#groups?.set(group, runs);
  }

  #remove(which: (run: IndexedRun) => boolean): void {
    for (const runs of this.#groups?.values() ?? []) {
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
