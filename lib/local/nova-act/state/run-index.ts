import type { WorkflowRunStatus } from '../../../service/index.ts';
import type { DefinitionRecord, RunRecord } from '../records.ts';
import { placeIn, sequenceOfRecord } from '../slice.ts';
import type { Extent } from './line-file.ts';
import type { RunSummary } from './packed-run.ts';

/**
 * What is in memory of all that there is: where each run, session and act belongs, and lists in order of creation. About 1 kB
 * for each run; what else there is to know of them is on disk.
 */
export class RunIndex {
  readonly #definitions = new Map<string, DefinitionEntry>();
  readonly #runs = new Map<string, RunEntry>();
  #runsInOrder: RunEntry[] = [];
  readonly #sessions = new Map<string, RunEntry>();
  readonly #acts = new Map<string, ActEntry>();
  readonly #ofInvocations = new Map<string, RunEntry[]>();
  readonly #open = new Map<string, Set<RunEntry>>();
  readonly #deleting = new Set<RunEntry>();
  #inOrder: readonly DefinitionRecord[] | undefined;

  /** All definitions that have a record, in order of creation. */
  definitions(): readonly DefinitionRecord[] {
    this.#inOrder ??= [...this.#definitions.values()]
      .flatMap(({ record }) => record ?? [])
      .sort((a, b) => sequenceOfRecord(a) - sequenceOfRecord(b));
    return this.#inOrder;
  }

  definitionEntries(): IterableIterator<DefinitionEntry> {
    return this.#definitions.values();
  }

  /** What is known of a definition and its runs. */
  definition(name: string): DefinitionEntry | undefined {
    return this.#definitions.get(name);
  }

  runs(): IterableIterator<RunEntry> {
    return this.#runs.values();
  }

  /** Those of all definitions, in order of creation. */
  runsInOrder(): readonly RunEntry[] {
    return this.#runsInOrder;
  }

  run(runId: string): RunEntry | undefined {
    return this.#runs.get(runId);
  }

  /** The run of a session. */
  runOfSession(sessionId: string): RunEntry | undefined {
    return this.#sessions.get(sessionId);
  }

  act(actId: string): ActEntry | undefined {
    return this.#acts.get(actId);
  }

  runsOfInvocation(invocationId: string): readonly RunEntry[] {
    return this.#ofInvocations.get(invocationId) ?? [];
  }

  /** Runs of a runtime session, or of all, in which something may go on. */
  openRuns(identity?: string): readonly RunEntry[] {
    if (identity !== undefined) return [...(this.#open.get(identity) ?? [])];
    return [...this.#open.values()].flatMap((runs) => [...runs]);
  }

  /** Runs whose removal has begun. */
  deletingRuns(): readonly RunEntry[] {
    return [...this.#deleting];
  }

  putDefinition(record: DefinitionRecord): DefinitionEntry {
    const entry = this.#entryOf(record.name);
    entry.record = record;
    this.#inOrder = undefined;
    return entry;
  }

  /** Adds a run, if it is not there. */
  putRun({ runId, definitionName, creation, invocationId, status, startedAt }: RunRecord): RunEntry {
    const { sequence, clientToken } = creation;
    const startedAtMs = Date.parse(startedAt);
    return this.#putRun({ runId, definitionName, sequence, clientToken, invocationId, status, startedAtMs });
  }

  putSession(run: RunEntry, sessionId: string): void {
    run.sessionIds.push(...this.#addSession(run, sessionId));
  }

  putAct(run: RunEntry, actId: string, sequence: number): void {
    run.acts.push(...this.#addAct({ run, actId, sequence }));
  }

  /** Adds what a summary says to what is known of the run. */
  putSummary(summary: RunSummary): RunEntry {
    const entry = this.#putRun(summary);
    const acts = summary.acts.map(
      (actId, index): ActEntry => ({ actId, sequence: summary.actSequences[index] ?? 0, run: entry }),
    );
    // Not by `push`, which makes room for 17 in each list: most runs have one or two.
    entry.sessionIds = entry.sessionIds.concat(summary.sessions.flatMap((id) => this.#addSession(entry, id)));
    entry.acts = entry.acts.concat(acts.flatMap((act) => this.#addAct(act)));
    this.setOpen(entry, summary.openIn);
    this.setDeleting(entry, summary.isDeleting === true);
    entry.status = summary.status;
    entry.startedAtMs = summary.startedAtMs;
    return entry;
  }

  setDeleting(entry: RunEntry, isDeleting: boolean): void {
    if (isDeleting) this.#deleting.add(entry);
    else this.#deleting.delete(entry);
  }

  /** Something goes on in a run of this runtime session; nothing, without one. */
  setOpen(entry: RunEntry, identity: string | undefined): void {
    if (entry.openIn === identity) return;
    if (entry.openIn !== undefined) this.#forgetOpen(entry, entry.openIn);
    entry.openIn = identity;
    if (identity === undefined) return;
    const open = this.#open.get(identity) ?? new Set();
    this.#open.set(identity, open.add(entry));
  }

  removeRun(entry: RunEntry): void {
    const { definition, clientToken } = entry;
    remove(definition.runs, entry);
    remove(this.#runsInOrder, entry);
    for (const act of entry.acts) remove(definition.acts, act);
    if (clientToken !== undefined && definition.byToken.get(clientToken) === entry)
      definition.byToken.delete(clientToken);
    this.#forget(entry);
  }

  removeDefinition(name: string): void {
    for (const run of this.#definitions.get(name)?.runs ?? []) this.#forget(run);
    this.#runsInOrder = this.#runsInOrder.filter(({ definition }) => definition.name !== name);
    this.#definitions.delete(name);
    this.#inOrder = undefined;
  }

  /** @returns what is new of it */
  #addSession(run: RunEntry, sessionId: string): readonly string[] {
    if (this.#sessions.has(sessionId)) return [];
    this.#sessions.set(sessionId, run);
    return [sessionId];
  }

  /** @returns what is new of it */
  #addAct(act: ActEntry): readonly ActEntry[] {
    if (this.#acts.has(act.actId)) return [];
    this.#acts.set(act.actId, act);
    insert(act.run.definition.acts, act);
    return [act];
  }

  #putRun(
    run: Pick<
      RunSummary,
      'runId' | 'definitionName' | 'sequence' | 'clientToken' | 'invocationId' | 'status' | 'startedAtMs'
    >,
  ): RunEntry {
    const { runId, sequence, clientToken, invocationId, status, startedAtMs } = run;
    const known = this.#runs.get(runId);
    if (known !== undefined) return known;
    const definition = this.#entryOf(run.definitionName);
    const entry: RunEntry = {
      runId,
      definition,
      sequence,
      clientToken,
      invocationId,
      status,
      startedAtMs,
      openIn: undefined,
      sessionIds: [],
      acts: [],
      place: undefined,
    };
    this.#runs.set(runId, entry);
    insert(definition.runs, entry);
    insert(this.#runsInOrder, entry);
    if (clientToken !== undefined) definition.byToken.set(clientToken, entry);
    if (invocationId !== undefined) {
      const siblings = this.#ofInvocations.get(invocationId);
      if (siblings === undefined) this.#ofInvocations.set(invocationId, [entry]);
      else insert(siblings, entry);
    }
    return entry;
  }

  #entryOf(name: string): DefinitionEntry {
    const known = this.#definitions.get(name);
    if (known !== undefined) return known;
    const entry = { name, record: undefined, runs: [], acts: [], byToken: new Map(), place: undefined };
    this.#definitions.set(name, entry);
    return entry;
  }

  /** From all but what goes with its definition. */
  #forget(entry: RunEntry): void {
    this.#runs.delete(entry.runId);
    for (const sessionId of entry.sessionIds) this.#sessions.delete(sessionId);
    for (const { actId } of entry.acts) this.#acts.delete(actId);
    this.setOpen(entry, undefined);
    this.setDeleting(entry, false);
    const { invocationId } = entry;
    const siblings = invocationId === undefined ? undefined : this.#ofInvocations.get(invocationId);
    if (invocationId === undefined || siblings === undefined) return;
    remove(siblings, entry);
    if (siblings.length === 0) this.#ofInvocations.delete(invocationId);
  }

  #forgetOpen(entry: RunEntry, identity: string): void {
    const open = this.#open.get(identity);
    open?.delete(entry);
    if (open?.size === 0) this.#open.delete(identity);
  }
}

/** A definition, and lists of what belongs to it in order of creation. */
export interface DefinitionEntry {
  readonly name: string;
  /** Absent when somebody has taken it out of the state. */
  record: DefinitionRecord | undefined;
  readonly runs: RunEntry[];
  readonly acts: ActEntry[];
  readonly byToken: Map<string, RunEntry>;
  /** Where it is in the archive. */
  place: Extent | undefined;
}

/** What is in memory of a run, for lists. */
export interface RunHead {
  readonly runId: string;
  readonly definition: Pick<DefinitionEntry, 'name'>;
  /** Its place in the order of creation. */
  readonly sequence: number;
  readonly status: WorkflowRunStatus;
  /** Since 1970. */
  readonly startedAtMs: number;
  readonly invocationId: string | undefined;
}

/** A run in the index. */
export interface RunEntry extends RunHead {
  readonly definition: DefinitionEntry;
  readonly clientToken: string | undefined;
  status: WorkflowRunStatus;
  startedAtMs: number;
  openIn: string | undefined;
  sessionIds: string[];
  acts: ActEntry[];
  /** Where it is in the archive; absent when it is only in the journal. */
  place: Extent | undefined;
}

/** An act in the index. */
export interface ActEntry {
  readonly actId: string;
  readonly sequence: number;
  readonly run: RunEntry;
}

/** The place of a run or an act in the order of creation. */
export function sequenceOfEntry({ sequence }: { readonly sequence: number }): number {
  return sequence;
}

function insert<T extends { readonly sequence: number }>(items: T[], item: T): void {
  const last = items.at(-1);
  if (last === undefined || last.sequence <= item.sequence) items.push(item);
  else items.splice(placeIn(items, item.sequence, sequenceOfEntry), 0, item);
}

function remove<T extends { readonly sequence: number }>(items: T[], item: T): void {
  const index = items.indexOf(item, placeIn(items, item.sequence, sequenceOfEntry));
  if (index !== -1) items.splice(index, 1);
}
