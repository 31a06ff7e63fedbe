import path from 'node:path';
import { messageOf } from '../../../core/errors.ts';
import { Archive } from './archive.ts';
import { type Change, type Removal, readChange, writeChange } from './change.ts';
import { type Line, LineFile } from './line-file.ts';
import { isPackedRun, packRun, readSummary, summaryOf, unpackRun, type WholeRun } from './packed-run.ts';
import { RecentlyUsed } from './recently-used.ts';
import { type RunEntry, RunIndex } from './run-index.ts';

/**
 * All records of definitions, runs, sessions and acts, in two files:
 *
 * - `journal.jsonl`: each change is a line at its end, before anybody hears of it.
 * - `archive.jsonl`: when the journal has become long, every run that it has lines of goes here, as one line with all that
 *   there is of it, and the journal begins anew. Of several lines of a run the last counts.
 *
 * At a start the archive is read for its index, and the journal is played on top of it. Playing it once more changes
 * nothing, so whoever is killed between the two steps has lost nothing. In memory are the index, the runs of the journal,
 * and those that were asked for last.
 */
export class RecordBook {
  readonly index = new RunIndex();
  readonly #journal: LineFile;
  readonly #archive: Archive;
  readonly #journalLimitBytes: number;
  /** Runs that the journal has lines of. */
  readonly #inJournal = new Map<string, WholeRun>();
  readonly #recent = new RecentlyUsed<string, WholeRun>(RECENT_RUNS);
  readonly #changedDefinitions = new Set<string>();
  #removals: Removal[] = [];
  #packAtBytes: number;
  #lastSequence = 0;

  /** @throws StateFileError for a line that cannot be read */
  constructor(options: { readonly dir: string; readonly journalLimitBytes?: number | undefined }) {
    const { dir, journalLimitBytes = JOURNAL_LIMIT_BYTES } = options;
    this.#journal = new LineFile(path.join(dir, 'journal.jsonl'));
    this.#archive = new Archive(path.join(dir, 'archive.jsonl'));
    this.#journalLimitBytes = journalLimitBytes;
    this.#packAtBytes = journalLimitBytes;
    for (const line of this.#archive.lines()) this.#readArchived(line);
    for (const line of this.#journal.lines())
      this.#apply(readChange(line.bytes, placeOf(this.#journal, line)));
    this.#packIfLong();
  }

  /** The highest place in the order of creation. */
  get lastSequence(): number {
    return this.#lastSequence;
  }

  /** Writes a change; it can be read from then on. @throws what the disk throws; then nothing has changed */
  save(change: Change): void {
    this.#journal.append(`${writeChange(change)}\n`);
    this.#apply(change);
    this.#packIfLong();
  }

  /** All records of a run. */
  whole(entry: RunEntry): WholeRun {
    const { runId } = entry;
    const known = this.#inJournal.get(runId) ?? this.#recent.get(runId);
    if (known !== undefined) return known;
    const whole = this.#unpack(entry, this.#textOf(entry));
    this.#recent.set(runId, whole);
    return whole;
  }

  /**
   * All records of a run, for whoever looks at very many of them once: those that were asked for last are not forgotten for it.
   *
   * @param isOfUse says of a line, as text, whether it need be understood
   */
  peek(entry: RunEntry, isOfUse: (line: string) => boolean): WholeRun | undefined {
    const known = this.#inJournal.get(entry.runId) ?? this.#recent.peek(entry.runId);
    if (known !== undefined) return known;
    const text = this.#textOf(entry);
    return isOfUse(text) ? this.#unpack(entry, text) : undefined;
  }

  /** Moves what the journal has into the archive, and waits until the disk has it. */
  pack(): void {
    const { index } = this;
    const runs = [...this.#inJournal].flatMap(([runId, whole]) => {
      const entry = index.run(runId);
      return entry === undefined ? [] : [{ entry, whole }];
    });
    this.#archive.add([
      ...this.#removals.map((removal) => ({ text: writeChange(removal) })),
      ...[...this.#changedDefinitions].flatMap((name) => {
        const entry = index.definition(name);
        return entry?.record === undefined ? [] : { text: writeChange({ definition: entry.record }), entry };
      }),
      ...runs.map(({ entry, whole }) => ({ text: packRun(whole), entry })),
    ]);
    this.#journal.clear();
    for (const { entry, whole } of runs) {
      index.setOpen(entry, summaryOf(whole).openIn);
      this.#recent.set(entry.runId, whole);
    }
    this.#inJournal.clear();
    this.#changedDefinitions.clear();
    this.#removals = [];
    if (this.#archive.isWasteful(this.#journalLimitBytes * 8))
      this.#archive.rewrite([...index.definitionEntries(), ...index.runs()]);
  }

  /** Lets go of the files, until they are needed again. */
  close(): void {
    this.#journal.close();
    this.#archive.close();
  }

  #textOf({ runId, place }: RunEntry): string {
    if (place === undefined) throw new Error(`Run ${runId} is nowhere.`);
    return this.#archive.read(place).toString('utf8');
  }

  #unpack({ place }: RunEntry, text: string): WholeRun {
    return unpackRun(text, { file: this.#archive.path, place: `the line at byte ${place?.offset}` });
  }

  #packIfLong(): void {
    if (this.#journal.size <= this.#packAtBytes) return;
    try {
      this.pack();
      this.#packAtBytes = this.#journalLimitBytes;
    } catch (error) {
      // Such as a full disk. The journal has everything, so this can wait.
      this.#packAtBytes = this.#journal.size + this.#journalLimitBytes;
      process.emitWarning(`The journal of local AWS could not be packed: ${messageOf(error)}`);
    }
  }

  #readArchived(line: Line): void {
    const { bytes, offset } = line;
    const place = { offset, length: bytes.length + 1 };
    const at = placeOf(this.#archive, line);
    if (isPackedRun(bytes)) {
      const summary = readSummary(bytes, at);
      this.#archive.place(this.index.putSummary(summary), place);
      this.#sawSequence(summary.lastSequence);
      return;
    }
    const change = readChange(bytes, at);
    if ('definition' in change) this.#archive.place(this.index.putDefinition(change.definition), place);
    this.#apply(change);
    this.#changedDefinitions.clear();
    this.#removals = [];
  }

  #apply(change: Change): void {
    if ('definition' in change) {
      const { definition } = change;
      this.index.putDefinition(definition);
      this.#changedDefinitions.add(definition.name);
      this.#sawSequence(definition.creation.sequence);
    } else if ('run' in change) {
      const { run } = change;
      const entry = this.index.putRun(run);
      const whole = this.#inJournalOf(entry) ?? { run, sessions: new Map(), acts: new Map() };
      whole.run = run;
      this.#changed(entry, whole, run.creation.sequence);
    } else if ('session' in change) {
      const { session } = change;
      this.#applyBelow(session.runId, session.creation.sequence, (entry, { sessions }) => {
        sessions.set(session.sessionId, session);
        this.index.putSession(entry, session.sessionId);
      });
    } else if ('act' in change) {
      const { act } = change;
      this.#applyBelow(act.runId, act.creation.sequence, (entry, { acts }) => {
        acts.set(act.actId, act);
        this.index.putAct(entry, act.actId, act.creation.sequence);
      });
    } else if ('wholeRun' in change) {
      const summary = summaryOf(change.wholeRun);
      this.#changed(this.index.putSummary(summary), change.wholeRun, summary.lastSequence);
    } else {
      this.#applyRemoval(change);
    }
  }

  /** What has no run any more, because somebody took that out of the files, is left out. */
  #applyBelow(runId: string, sequence: number, put: (entry: RunEntry, whole: WholeRun) => void): void {
    const entry = this.index.run(runId);
    const whole = entry && this.#inJournalOf(entry);
    if (entry === undefined || whole === undefined) return;
    put(entry, whole);
    this.#changed(entry, whole, sequence);
  }

  #applyRemoval(removal: Removal): void {
    const runs =
      'removedRun' in removal
        ? [this.index.run(removal.removedRun)]
        : [...(this.index.definition(removal.removedDefinition)?.runs ?? [])];
    for (const run of runs) {
      if (run === undefined) continue;
      this.#inJournal.delete(run.runId);
      this.#recent.delete(run.runId);
      this.#archive.forget(run);
      if ('removedRun' in removal) this.index.removeRun(run);
    }
    if ('removedDefinition' in removal) {
      const { removedDefinition: name } = removal;
      const definition = this.index.definition(name);
      if (definition !== undefined) this.#archive.forget(definition);
      this.index.removeDefinition(name);
      this.#changedDefinitions.delete(name);
    }
    this.#removals.push(removal);
  }

  /** The records of a run that is about to change. */
  #inJournalOf(entry: RunEntry): WholeRun | undefined {
    const known = this.#inJournal.get(entry.runId);
    if (known !== undefined || entry.place === undefined) return known;
    const whole = this.whole(entry);
    this.#recent.delete(entry.runId);
    return whole;
  }

  #changed(entry: RunEntry, whole: WholeRun, sequence: number): void {
    this.#inJournal.set(entry.runId, whole);
    this.#sawSequence(sequence);
    // Whether anything goes on in it is looked at when somebody asks, and when it is packed.
    this.index.setOpen(entry, whole.run.runtimeSession?.identity);
    this.index.setDeleting(entry, whole.run.status === 'DELETING');
    entry.status = whole.run.status;
    entry.startedAtMs = Date.parse(whole.run.startedAt);
  }

  #sawSequence(sequence: number): void {
    this.#lastSequence = Math.max(this.#lastSequence, sequence);
  }
}

/** So much is read and checked at a start; packing it takes some 10 ms. */
const JOURNAL_LIMIT_BYTES = 1 << 20;
/** Several pages of a list. */
const RECENT_RUNS = 500;

function placeOf(
  { path: file }: { readonly path: string },
  { number }: Line,
): { readonly file: string; readonly place: string } {
  return { file, place: `line ${number}` };
}
