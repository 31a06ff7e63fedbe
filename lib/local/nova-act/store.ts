/** The memory of the local Nova Act service: all records in memory, each change on disk before it is seen. */
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { InvocationStore } from '../invocation-store.ts';
import type {
  ActRecord,
  DefinitionRecord,
  RunRecord,
  SessionRecord,
  StepRecord,
  StoreChange,
} from './records.ts';
import { StateFolder } from './state-folder.ts';
import { isEnded } from './status-rules.ts';

/** An image to keep with a step. */
export type StepImage = { readonly file: string; readonly bytes: Uint8Array };

/**
 * State of the local Nova Act service. Lists are in order of creation. Emits `change` after each change.
 * One server per state folder: two would not see each other's changes.
 */
export class NovaActStore extends EventEmitter<{ change: [StoreChange] }> {
  /** The records of invocations, which runs may belong to. */
  readonly invocations: InvocationStore;
  readonly #folder: StateFolder;
  readonly #definitions = new Map<string, DefinitionRecord>();
  readonly #runs = new Map<string, RunRecord>();
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #acts = new Map<string, ActRecord>();
  /** Steps of acts that are still going on; those of ended acts are read when asked for. */
  readonly #liveSteps = new Map<string, StepRecord[]>();
  readonly #removals = new Set<Promise<void>>();
  #lastSequence = 0;

  private constructor(stateDir: string) {
    super();
    this.#folder = new StateFolder(stateDir);
    this.invocations = new InvocationStore({ stateDir });
    this.invocations.on('change', ({ definitionName }) =>
      this.emit('change', { kind: 'invocation', definitionName }),
    );
  }

  /**
   * Opens the state below a folder, which need not exist yet.
   *
   * @throws StateFileError when a file there cannot be read.
   */
  static open(options: { readonly stateDir: string }): NovaActStore {
    const store = new NovaActStore(options.stateDir);
    store.#load();
    return store;
  }

  definitions(): readonly DefinitionRecord[] {
    return [...this.#definitions.values()];
  }

  definition(name: string): DefinitionRecord | undefined {
    return this.#definitions.get(name);
  }

  /** Runs of one definition, of one invocation, or all. */
  runs(
    filter: { readonly definitionName?: string | undefined; readonly invocationId?: string | undefined } = {},
  ): readonly RunRecord[] {
    return matching(this.#runs, filter);
  }

  run(runId: string): RunRecord | undefined {
    return this.#runs.get(runId);
  }

  sessions(filter: { readonly runId?: string | undefined } = {}): readonly SessionRecord[] {
    return matching(this.#sessions, filter);
  }

  session(sessionId: string): SessionRecord | undefined {
    return this.#sessions.get(sessionId);
  }

  acts(
    filter: {
      readonly definitionName?: string | undefined;
      readonly runId?: string | undefined;
      readonly sessionId?: string | undefined;
    } = {},
  ): readonly ActRecord[] {
    return matching(this.#acts, filter);
  }

  act(actId: string): ActRecord | undefined {
    return this.#acts.get(actId);
  }

  /** Steps of an act, first to last; empty for an unknown act. */
  steps(actId: string): readonly StepRecord[] {
    const act = this.#acts.get(actId);
    if (act === undefined) return [];
    const live = this.#liveSteps.get(actId);
    if (live !== undefined) return live;
    const steps = this.#folder.readSteps(act);
    if (!isEnded(act.status)) this.#liveSteps.set(actId, steps);
    return steps;
  }

  /** Absolute path of a step's screenshot; `index` is that of {@link StepRecord}. */
  screenshotFile(key: { readonly actId: string; readonly index: number }): string | undefined {
    const act = this.#acts.get(key.actId);
    const file = this.steps(key.actId).find(({ index }) => index === key.index)?.observation.screenshotFile;
    return act === undefined || file === undefined ? undefined : path.join(this.#folder.actDir(act), file);
  }

  /** The place of the next record in the order of creation. */
  nextSequence(): number {
    this.#lastSequence += 1;
    return this.#lastSequence;
  }

  saveDefinition(record: DefinitionRecord): void {
    this.#folder.writeDefinition(record);
    this.#definitions.set(record.name, record);
    this.emit('change', { kind: 'definition', definitionName: record.name });
  }

  saveRun(record: RunRecord): void {
    this.#folder.writeRun(record);
    this.#runs.set(record.runId, record);
    const { definitionName, runId } = record;
    this.emit('change', { kind: 'run', definitionName, runId });
  }

  saveSession(record: SessionRecord): void {
    this.#folder.writeSession(record);
    this.#sessions.set(record.sessionId, record);
    const { definitionName, runId, sessionId } = record;
    this.emit('change', { kind: 'session', definitionName, runId, sessionId });
  }

  saveAct(record: ActRecord): void {
    this.#folder.writeAct(record);
    this.#acts.set(record.actId, record);
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
    if (image !== undefined) this.#folder.writeImage(act, image.file, image.bytes);
    this.#folder.appendStep(act, step);
    this.#liveSteps.set(act.actId, [...before, step]);
    this.emit('change', { kind: 'step', ...placeOf(act) });
  }

  /** Marks a definition DELETING and removes it, with all that belongs to it, a moment later. */
  removeDefinition(record: DefinitionRecord): void {
    this.saveDefinition({ ...record, status: 'DELETING' });
    this.#later(async () => {
      const removed = this.#folder.discard(this.#folder.definitionDir(record.name));
      for (const run of this.runs({ definitionName: record.name })) this.#forgetRun(run);
      this.#definitions.delete(record.name);
      this.emit('change', { kind: 'definition', definitionName: record.name, removed: true });
      await removed;
    });
  }

  /** Marks a run DELETING and removes it, with its sessions and acts, a moment later. */
  removeRun(record: RunRecord): void {
    this.saveRun({ ...record, status: 'DELETING' });
    this.#later(async () => {
      // Its definition may have taken it along.
      if (!this.#runs.has(record.runId)) return;
      const removed = this.#folder.discard(this.#folder.runDir(record));
      this.#forgetRun(record);
      const { definitionName, runId } = record;
      this.emit('change', { kind: 'run', definitionName, runId, removed: true });
      await removed;
    });
  }

  /** Resolves when all removals are done. Call it before the process or the state folder goes away. */
  async close(): Promise<void> {
    await Promise.all(this.#removals);
  }

  #load(): void {
    this.#folder.emptyTrash();
    const { definitions, runs, sessions, acts } = this.#folder.readAll();
    for (const record of inOrder(definitions)) this.#definitions.set(record.name, record);
    for (const record of inOrder(runs)) this.#runs.set(record.runId, record);
    for (const record of inOrder(sessions)) this.#sessions.set(record.sessionId, record);
    for (const record of inOrder(acts)) this.#acts.set(record.actId, record);
    const all = [...definitions, ...runs, ...sessions, ...acts];
    this.#lastSequence = all.reduce((last, { creation }) => Math.max(last, creation.sequence), 0);
    for (const record of definitions) if (record.status === 'DELETING') this.removeDefinition(record);
    for (const record of runs) if (record.status === 'DELETING') this.removeRun(record);
  }

  #forgetRun(run: RunRecord): void {
    for (const { actId } of this.acts({ runId: run.runId })) {
      this.#acts.delete(actId);
      this.#liveSteps.delete(actId);
    }
    for (const { sessionId } of this.sessions({ runId: run.runId })) this.#sessions.delete(sessionId);
    this.#runs.delete(run.runId);
  }

  #later(task: () => Promise<void>): void {
    const removal = new Promise<void>((resolve, reject) => {
      setImmediate(() => task().then(resolve, reject));
    });
    this.#removals.add(removal);
    removal.then(
      () => this.#removals.delete(removal),
      // Kept in the set: close() reports it. What is left on disk is in the trash and goes at the next start.
      () => undefined,
    );
  }
}

function matching<T extends object>(
  records: ReadonlyMap<string, T>,
  filter: { readonly [K in keyof T]?: T[K] | undefined },
): readonly T[] {
  const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
  return [...records.values()].filter((record) => {
    const fields = new Map<string, unknown>(Object.entries(record));
    return wanted.every(([key, value]) => fields.get(key) === value);
  });
}

function inOrder<T extends { readonly creation: { readonly sequence: number } }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => a.creation.sequence - b.creation.sequence);
}

function placeOf(act: ActRecord): Pick<ActRecord, 'definitionName' | 'runId' | 'sessionId' | 'actId'> {
  const { definitionName, runId, sessionId, actId } = act;
  return { definitionName, runId, sessionId, actId };
}
