/** The memory of the local Nova Act service: each change is on disk before it is seen. */
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { InvocationStore } from '../invocation-store.ts';
import { UnwrittenEnds } from '../unwritten-ends.ts';
import { BackgroundWork } from './background-work.ts';
import type {
  ActRecord,
  Creation,
  DefinitionRecord,
  RunRecord,
  SessionRecord,
  StepRecord,
  StoreChange,
} from './records.ts';
import { placeIn, type Slice, sequenceOfRecord, sliceOf } from './slice.ts';
import { takeOverFormerFolder } from './state/former-folder.ts';
import type { WholeRun } from './state/packed-run.ts';
import { RecentlyUsed } from './state/recently-used.ts';
import { RecordBook } from './state/record-book.ts';
import { type ActEntry, type RunEntry, type RunHead, sequenceOfEntry } from './state/run-index.ts';
import { novaActDir } from './state/state-dirs.ts';
import { StepFiles, type StepImage } from './state/step-files.ts';
import { goesOn, isEnded } from './status-rules.ts';

/**
 * State of the local Nova Act service. Lists are in order of creation. Emits `change` after each change.
 * One server per state folder: two would not see each other's changes.
 *
 * In memory is an index, about 1 kB for each run; records of runs are read from disk when they are asked for. So
 * lists of many runs come in parts: {@link runsPage}, {@link actsPage}.
 */
export class NovaActStore extends EventEmitter<{ change: [StoreChange] }> {
  /** The records of invocations, which runs may belong to. */
  readonly invocations: InvocationStore;
  /** Where everything is kept. */
  readonly stateDir: string;
  readonly #book: RecordBook;
  readonly #files: StepFiles;
  /** Steps of acts that are still going on; those of ended acts are read when asked for. */
  readonly #liveSteps = new RecentlyUsed<string, readonly StepRecord[]>(LIVE_ACTS);
  readonly #removals = new BackgroundWork();
  readonly #unwritten = new UnwrittenEnds<Ended>({
    stateDir: () => this.stateDir,
    write: (end) => this.#writeEnd(end),
    nameOf: (end) =>
      'run' in end ? `run ${end.run.runId} (${end.run.status})` : `act ${end.act.actId} (${end.act.status})`,
  });
  #lastSequence: number;

  private constructor(stateDir: string) {
    super();
    this.stateDir = path.resolve(stateDir);
    this.#files = new StepFiles(stateDir);
    this.#book = new RecordBook({ dir: novaActDir(stateDir) });
    takeOverFormerFolder(this.#book, this.#files.definitionsDir);
    this.#lastSequence = this.#book.lastSequence;
    this.invocations = new InvocationStore({ stateDir });
    this.invocations.on('change', ({ definitionName }) =>
      this.emit('change', { kind: 'invocation', definitionName }),
    );
    this.#finishRemovals();
  }

  /**
   * Opens the state below a folder, which need not exist yet. State of version 0.1.0 is taken over.
   *
   * @throws StateFileError when a file there cannot be read.
   */
  static open(options: { readonly stateDir: string }): NovaActStore {
    return new NovaActStore(options.stateDir);
  }

  definitions(): readonly DefinitionRecord[] {
    return this.#book.index.definitions();
  }

  definition(name: string): DefinitionRecord | undefined {
    return this.#book.index.definition(name)?.record;
  }

  /**
   * Runs of one definition, of one invocation, those that were made with a client token, or all. It reads all that it
   * returns; of a definition that may have many, {@link runsPage} reads a part.
   */
  runs(filter: RunFilter = {}): readonly RunRecord[] {
    return this.#entriesOf(filter).map((entry) => this.#book.whole(entry).run);
  }

  /** A part of the runs of a definition. */
  runsPage(definitionName: string, slice: Slice): readonly RunRecord[] {
    const { runs = [] } = this.#book.index.definition(definitionName) ?? {};
    return sliceOf(runs, slice, sequenceOfEntry).map((entry) => this.#book.whole(entry).run);
  }

  /** How many runs a definition has; with `before`, of those that were made before this place in the order of creation. */
  runCount(definitionName: string, options: { readonly before?: number | undefined } = {}): number {
    const { runs = [] } = this.#book.index.definition(definitionName) ?? {};
    return options.before === undefined ? runs.length : placeIn(runs, options.before, sequenceOfEntry);
  }

  /** What is in memory of the runs of a definition, or of all, in order of creation. The list changes with the state. */
  runHeads(definitionName?: string): readonly RunHead[] {
    const { index } = this.#book;
    if (definitionName === undefined) return index.runsInOrder();
    return index.definition(definitionName)?.runs ?? [];
  }

  /** A run with its sessions and acts. */
  wholeRun(runId: string): WholeRun | undefined {
    const entry = this.#book.index.run(runId);
    return entry && this.#book.whole(entry);
  }

  /**
   * The same for whoever looks at very many of them once.
   *
   * @param isOfUse says of all records of the run, as JSON on a line, whether they need be understood
   */
  peekRun({ runId }: RunHead, isOfUse: (line: string) => boolean): WholeRun | undefined {
    const entry = this.#book.index.run(runId);
    return entry && this.#book.peek(entry, isOfUse);
  }

  /** Runs that go on, or have an act that goes on, of a runtime session by its identity, or of all runtime sessions. */
  openRuns(identity?: string): readonly RunRecord[] {
    return inOrder(
      this.#book.index
        .openRuns(identity)
        .map((entry) => this.#book.whole(entry))
        .filter(({ run, acts }) => [run, ...acts.values()].some(goesOn))
        .map(({ run }) => run),
    );
  }

  run(runId: string): RunRecord | undefined {
    const entry = this.#book.index.run(runId);
    return entry && this.#book.whole(entry).run;
  }

  sessions(filter: { readonly runId?: string | undefined } = {}): readonly SessionRecord[] {
    const { runId } = filter;
    const sessions = this.#entriesOf({ runId }).flatMap((entry) => [
      ...this.#book.whole(entry).sessions.values(),
    ]);
    return runId === undefined ? inOrder(sessions) : sessions;
  }

  session(sessionId: string): SessionRecord | undefined {
    const entry = this.#book.index.runOfSession(sessionId);
    return entry && this.#book.whole(entry).sessions.get(sessionId);
  }

  /** Acts in their order. It reads all that it returns; of a definition {@link actsPage} reads a part. */
  acts(filter: ActFilter = {}): readonly ActRecord[] {
    const { definitionName, runId, sessionId } = filter;
    const ofSession = sessionId === undefined ? undefined : this.#book.index.runOfSession(sessionId);
    if (sessionId !== undefined && ofSession === undefined) return [];
    const acts = this.#entriesOf({ definitionName, runId: runId ?? ofSession?.runId })
      .flatMap((entry) => [...this.#book.whole(entry).acts.values()])
      .filter((act) => sessionId === undefined || act.sessionId === sessionId);
    return runId === undefined && sessionId === undefined ? inOrder(acts) : acts;
  }

  /** A part of the acts of a definition, or of one of its runs or sessions. */
  actsPage(filter: ActFilter & { readonly definitionName: string }, slice: Slice): readonly ActRecord[] {
    if (filter.runId !== undefined || filter.sessionId !== undefined)
      return sliceOf(this.acts(filter), slice, sequenceOfRecord);
    const { acts = [] } = this.#book.index.definition(filter.definitionName) ?? {};
    return sliceOf(acts, slice, sequenceOfEntry).flatMap((entry) => this.#actOf(entry) ?? []);
  }

  act(actId: string): ActRecord | undefined {
    const entry = this.#book.index.act(actId);
    return entry && this.#actOf(entry);
  }

  /** Steps of an act, first to last; empty for an unknown act. */
  steps(actId: string): readonly StepRecord[] {
    const act = this.act(actId);
    if (act === undefined) return [];
    const live = this.#liveSteps.get(actId);
    if (live !== undefined) return live;
    const steps = this.#files.read(act);
    if (!isEnded(act.status)) this.#liveSteps.set(actId, steps);
    return steps;
  }

  /** Absolute path of a step's screenshot; `index` is that of its record. */
  screenshotFile(key: { readonly actId: string; readonly index: number }): string | undefined {
    const act = this.act(key.actId);
    const file = this.steps(key.actId).find(({ index }) => index === key.index)?.observation.screenshotFile;
    return act === undefined || file === undefined ? undefined : path.join(this.#files.actDir(act), file);
  }

  /** The place of the next record in the order of creation. */
  nextSequence(): number {
    this.#lastSequence += 1;
    return this.#lastSequence;
  }

  saveDefinition(record: DefinitionRecord): void {
    this.#book.save({ definition: record });
    this.emit('change', { kind: 'definition', definitionName: record.name });
  }

  /** Saves a run. An end that cannot be written is kept, and written when that works. @throws what the disk throws */
  saveRun(record: RunRecord): void {
    const { definitionName, runId } = record;
    const waiting = this.#unwritten.of(runId);
    const run = waiting !== undefined && 'run' in waiting && isEnded(record.status) ? waiting.run : record;
    this.#saveEnd(runId, { run });
    this.emit('change', { kind: 'run', definitionName, runId });
  }

  /** Saves a session of a run that is there. */
  saveSession(record: SessionRecord): void {
    this.#book.save({ session: record });
    const { definitionName, runId, sessionId } = record;
    this.emit('change', { kind: 'session', definitionName, runId, sessionId });
  }

  /** Saves an act of a run that is there; its end as {@link saveRun} does. @throws what the disk throws */
  saveAct(record: ActRecord): void {
    const waiting = this.#unwritten.of(record.actId);
    const given = waiting !== undefined && 'act' in waiting && isEnded(record.status) ? waiting.act : record;
    // Whoever changes something else may have read it before.
    const questions = record.questions ?? this.act(record.actId)?.questions;
    const act = questions === undefined ? given : { ...given, questions };
    this.#saveEnd(record.actId, { act });
    if (isEnded(record.status)) this.#liveSteps.delete(record.actId);
    this.emit('change', { kind: 'act', ...placeOf(record) });
  }

  /** Adds a step to an act that goes on; the image is written first, so that no step names a missing file. */
  appendStep(options: {
    readonly act: ActRecord;
    readonly step: StepRecord;
    readonly image?: StepImage | undefined;
  }): void {
    const { act, step, image } = options;
    const before = this.steps(act.actId);
    this.#files.append(act, step, image);
    this.#liveSteps.set(act.actId, [...before, step]);
    this.emit('change', { kind: 'step', ...placeOf(act) });
  }

  /** Marks a definition DELETING and removes it, with all that belongs to it, a moment later. */
  removeDefinition(record: DefinitionRecord): void {
    const definitionName = record.name;
    this.saveDefinition({ ...record, status: 'DELETING' });
    this.#removals.begin(async () => {
      // First: who is killed in between begins again.
      const deleteFiles = this.#files.discard(this.#files.definitionDir(definitionName));
      this.#book.save({ removedDefinition: definitionName });
      this.emit('change', { kind: 'definition', definitionName, removed: true });
      await deleteFiles();
    });
  }

  /** Marks a run DELETING and removes it, with its sessions and acts, a moment later. */
  removeRun(record: RunRecord): void {
    const { definitionName, runId } = record;
    this.saveRun({ ...record, status: 'DELETING' });
    this.#removals.begin(async () => {
      // Its definition may have taken it along.
      if (this.#book.index.run(runId) === undefined) return;
      const deleteFiles = this.#files.discard(this.#files.runDir(record));
      this.#book.save({ removedRun: runId });
      this.emit('change', { kind: 'run', definitionName, runId, removed: true });
      await deleteFiles();
    });
  }

  /** Resolves when all removals are done. Call it before the process or the state folder goes away. */
  async close(): Promise<void> {
    // What fails here is finished at the next start.
    await this.#removals.done();
    this.#unwritten.close();
    this.#book.close();
  }

  #saveEnd(id: string, change: Ended): void {
    try {
      this.#book.save(change);
    } catch (error) {
      if (isEnded('run' in change ? change.run.status : change.act.status))
        this.#unwritten.add(id, change, error);
      throw error;
    }
  }

  /** What has ended or been deleted meanwhile stays as it is. */
  #writeEnd(end: Ended): void {
    const known = 'run' in end ? this.run(end.run.runId) : this.act(end.act.actId);
    if (known === undefined || !goesOn(known)) return;
    if ('run' in end) this.saveRun(end.run);
    else this.saveAct(end.act);
  }

  #finishRemovals(): void {
    this.#removals.begin(() => this.#files.emptyTrash());
    for (const record of this.definitions()) if (record.status === 'DELETING') this.removeDefinition(record);
    for (const entry of this.#book.index.deletingRuns()) this.removeRun(this.#book.whole(entry).run);
  }

  /** In order of creation. */
  #entriesOf(filter: RunFilter & { readonly runId?: string | undefined }): readonly RunEntry[] {
    const { runId, definitionName, invocationId, clientToken } = filter;
    return this.#candidates(filter).filter(
      (entry) =>
        (runId === undefined || entry.runId === runId) &&
        (definitionName === undefined || entry.definition.name === definitionName) &&
        (invocationId === undefined || entry.invocationId === invocationId) &&
        (clientToken === undefined || entry.clientToken === clientToken),
    );
  }

  #candidates(filter: RunFilter & { readonly runId?: string | undefined }): readonly RunEntry[] {
    const { runId, definitionName, invocationId, clientToken } = filter;
    const { index } = this.#book;
    if (runId !== undefined) return present(index.run(runId));
    if (invocationId !== undefined) return index.runsOfInvocation(invocationId);
    if (definitionName === undefined)
      return [...index.runs()].sort((a, b) => sequenceOfEntry(a) - sequenceOfEntry(b));
    const { runs = [], byToken } = index.definition(definitionName) ?? {};
    return clientToken === undefined ? runs : present(byToken?.get(clientToken));
  }

  #actOf({ actId, run }: ActEntry): ActRecord | undefined {
    return this.#book.whole(run).acts.get(actId);
  }
}

/** Which runs. */
export interface RunFilter {
  readonly definitionName?: string | undefined;
  readonly invocationId?: string | undefined;
  readonly clientToken?: string | undefined;
}

/** Which acts. */
export interface ActFilter {
  readonly definitionName?: string | undefined;
  readonly runId?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** A run or an act that has ended. */
type Ended = { readonly run: RunRecord } | { readonly act: ActRecord };

/** Of so many acts that go on, steps are in memory. Programs that were killed leave others. */
const LIVE_ACTS = 100;

function inOrder<T extends { readonly creation: Creation }>(records: readonly T[]): readonly T[] {
  return records.toSorted((a, b) => sequenceOfRecord(a) - sequenceOfRecord(b));
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function placeOf(act: ActRecord): Pick<ActRecord, 'definitionName' | 'runId' | 'sessionId' | 'actId'> {
  const { definitionName, runId, sessionId, actId } = act;
  return { definitionName, runId, sessionId, actId };
}
