import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  ActRecord,
  DefinitionRecord,
  RunRecord,
  SessionRecord,
} from '../../../../lib/local/nova-act/index.ts';
import { type Change, writeChange } from '../../../../lib/local/nova-act/state/change.ts';
import { RecordBook } from '../../../../lib/local/nova-act/state/record-book.ts';
import { goesOn } from '../../../../lib/local/nova-act/status-rules.ts';
import { aDefinition, anAct, aRun, aSession } from './sample-records.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'record-book-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const journal = (): string => path.join(dir, 'journal.jsonl');
const archive = (): string => path.join(dir, 'archive.jsonl');
const read = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
};

/** What should be there, in the simplest way. */
class Model {
  readonly definitions = new Map<string, DefinitionRecord>();
  readonly runs = new Map<string, RunRecord>();
  readonly sessions = new Map<string, SessionRecord>();
  readonly acts = new Map<string, ActRecord>();

  apply(change: Change): void {
    if ('definition' in change) this.definitions.set(change.definition.name, change.definition);
    if ('run' in change) this.runs.set(change.run.runId, change.run);
    if ('session' in change) this.sessions.set(change.session.sessionId, change.session);
    if ('act' in change) this.acts.set(change.act.actId, change.act);
    if ('removedRun' in change) this.#drop(({ runId }) => runId === change.removedRun);
    if ('removedDefinition' in change) {
      this.definitions.delete(change.removedDefinition);
      this.#drop(({ definitionName }) => definitionName === change.removedDefinition);
    }
  }

  #drop(isGone: (record: RunRecord | SessionRecord | ActRecord) => boolean): void {
    for (const records of [this.runs, this.sessions, this.acts])
      for (const [id, record] of records) if (isGone(record)) records.delete(id);
  }

  contents(): unknown {
    const runs = inOrder(this.runs.values());
    const acts = inOrder(this.acts.values());
    return {
      definitions: inOrder(this.definitions.values()),
      runs,
      sessions: inOrder(this.sessions.values()),
      acts,
      lists: [...this.definitions.keys()].sort().map((name) => ({
        name,
        runs: runs.filter(({ definitionName }) => definitionName === name).map(({ runId }) => runId),
        acts: acts.filter(({ definitionName }) => definitionName === name).map(({ actId }) => actId),
      })),
      open: runs
        .filter(({ runtimeSession }) => runtimeSession?.identity === 'me')
        .filter((run) => [run, ...acts.filter(({ runId }) => runId === run.runId)].some(goesOn))
        .map(({ runId }) => runId)
        .sort(),
      heads: runs.map(({ runId, status, startedAt }) => ({
        runId,
        status,
        startedAtMs: Date.parse(startedAt),
      })),
      byInvocation: runs.filter(({ invocationId }) => invocationId === 'one').map(({ runId }) => runId),
      deleting: runs.flatMap(({ status, runId }) => (status === 'DELETING' ? [runId] : [])).sort(),
    };
  }
}

/** The same of a book. */
function contentsOf({ index, whole }: { index: RecordBook['index']; whole: RecordBook['whole'] }): unknown {
  const wholes = [...index.runs()].map(whole);
  const runs = inOrder(wholes.map(({ run }) => run));
  for (const { runId, definitionName, creation } of runs) {
    expect(index.definition(definitionName)?.byToken.get(creation.clientToken ?? '')?.runId).toBe(runId);
  }
  const acts = inOrder(wholes.flatMap((each) => [...each.acts.values()]));
  for (const { actId, runId } of acts) expect(index.act(actId)?.run.runId).toBe(runId);
  return {
    definitions: index.definitions(),
    runs,
    sessions: inOrder(wholes.flatMap((each) => [...each.sessions.values()])),
    acts,
    lists: index
      .definitions()
      .map(({ name }) => ({
        name,
        runs: index.definition(name)?.runs.map(({ runId }) => runId),
        acts: index.definition(name)?.acts.map(({ actId }) => actId),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    open: index
      .openRuns('me')
      .filter((entry) => [whole(entry).run, ...whole(entry).acts.values()].some(goesOn))
      .map(({ runId }) => runId)
      .sort(),
    heads: index.runsInOrder().map(({ runId, status, startedAtMs }) => ({ runId, status, startedAtMs })),
    byInvocation: index.runsOfInvocation('one').map(({ runId }) => runId),
    deleting: index
      .deletingRuns()
      .map(({ runId }) => runId)
      .sort(),
  };
}

const seen = (book: RecordBook): unknown =>
  contentsOf({ index: book.index, whole: (entry) => book.whole(entry) });

function inOrder<T extends { readonly creation: { readonly sequence: number } }>(records: Iterable<T>): T[] {
  return [...records].sort((a, b) => a.creation.sequence - b.creation.sequence);
}

/** The same numbers for the same seed. */
function chance(seed: number): (limit: number) => number {
  let state = seed * 2_654_435_761;
  return (limit) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
}

function randomChange(model: Model, pick: (limit: number) => number, sequence: number): Change | undefined {
  const oneOf = <T>(records: ReadonlyMap<string, T>): T | undefined =>
    [...records.values()][pick(Math.max(1, records.size))];
  const definition = oneOf(model.definitions);
  const run = oneOf(model.runs);
  const session = oneOf(model.sessions);
  const act = oneOf(model.acts);
  const kind = pick(20);
  if (kind < 2) return { definition: aDefinition(`shop-${pick(3)}`, sequence) };
  if (kind < 7 && definition !== undefined) {
    const mine = { runtimeSession: { id: 'x', identity: 'me' }, invocationId: 'one' };
    return { run: aRun(definition.name, sequence, pick(2) === 0 ? mine : {}) };
  }
  if (kind < 9 && run !== undefined) return { session: aSession(run, sequence) };
  if (kind < 12 && session !== undefined) return { act: anAct(session, sequence) };
  if (kind < 14 && act !== undefined) return { act: { ...act, status: 'SUCCEEDED', endedAt: act.startedAt } };
  if (kind < 17 && run !== undefined)
    return { run: { ...run, status: pick(4) === 0 ? 'DELETING' : 'SUCCEEDED', endedAt: run.startedAt } };
  if (kind < 19 && run !== undefined) return { removedRun: run.runId };
  return definition && pick(4) === 0 ? { removedDefinition: definition.name } : undefined;
}

test.each(Array.from({ length: 8 }, (_, seed) => seed))(
  'whatever happens, and whenever it is killed, all that was saved is there: %i',
  (seed) => {
    const pick = chance(seed + 1);
    const options = { dir, journalLimitBytes: 500 + pick(6000) };
    const model = new Model();
    let book = new RecordBook(options);
    for (let sequence = 1; sequence <= 90; sequence += 1) {
      const change = randomChange(model, pick, sequence);
      if (change === undefined) continue;
      const before = { journal: read(journal()), archive: read(archive()) };
      book.save(change);
      model.apply(change);
      const wasPacked = read(journal()).length < before.journal.length;
      switch (pick(8)) {
        case 0:
          book.close();
          break;
        case 1:
          // Killed while it wrote the next change.
          appendFileSync(journal(), writeChange({ definition: aDefinition('x', 9) }).slice(0, pick(90) + 1));
          break;
        case 2: {
          // Killed while it packed: the archive has some of it, and the journal all.
          if (!wasPacked) continue;
          const after = read(archive());
          const isLonger = after.subarray(0, before.archive.length).equals(before.archive);
          const kept = isLonger ? pick(after.length - before.archive.length + 1) : after.length;
          if (isLonger) writeFileSync(archive(), after.subarray(0, before.archive.length + kept));
          writeFileSync(journal(), `${before.journal}${writeChange(change)}\n`);
          break;
        }
        default:
          continue;
      }
      book = new RecordBook(options);
      expect(seen(book)).toEqual(model.contents());
      expect(book.lastSequence).toBeGreaterThanOrEqual(
        Math.max(0, ...[...model.runs.values()].map(({ creation }) => creation.sequence)),
      );
    }
    expect(seen(book)).toEqual(model.contents());
  },
);

describe('the archive', () => {
  /** The first that is not in an entry. */
  const STATUS_OF_RUN = /("run":\{.*?"status":)"RUNNING"/;

  /** A book with one run of many others, all of them packed. */
  function packed(): { readonly book: RecordBook; readonly run: RunRecord } {
    const book = new RecordBook({ dir });
    book.save({ definition: aDefinition('shop', 1) });
    const run = aRun('shop', 2);
    book.save({ run });
    book.save({ run: aRun('shop', 3) });
    book.pack();
    return { book, run };
  }

  test('has a line for each run, with all that there is of it, and the journal begins anew', () => {
    const { book, run } = packed();
    const session = aSession(run, 4);
    book.save({ session });
    book.save({ act: anAct(session, 5) });
    book.pack();
    expect(read(journal()).length).toBe(0);
    const lines = read(archive()).toString().trimEnd().split('\n');
    // The definition, two runs, and the first of them again.
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({
      run: { runId: run.runId },
      sessions: [{ sessionId: session.sessionId }],
      acts: [{ sessionId: session.sessionId }],
    });
  });

  test('is written anew when most of it does not count any more', () => {
    const book = new RecordBook({ dir, journalLimitBytes: 2_000 });
    book.save({ definition: aDefinition('shop', 1) });
    const run = aRun('shop', 2);
    for (let sequence = 3; sequence < 80; sequence += 1) {
      book.save({ run: { ...run, startedAt: new Date(sequence).toISOString() } });
      book.save({ run: aRun('shop', sequence) });
    }
    for (const { runId } of [...book.index.runs()]) if (runId !== run.runId) book.save({ removedRun: runId });
    expect(read(archive()).length).toBeLessThan(25_000);
    expect([...new RecordBook({ dir }).index.runs()].map(({ runId }) => runId)).toEqual([run.runId]);
  });

  test('that was damaged is an error that names file, line and key', () => {
    const { run } = packed();
    writeFileSync(archive(), read(archive()).toString().replace(STATUS_OF_RUN, '$1"RUNING"'));
    expect(() => new RecordBook({ dir })).toThrow(
      `${archive()} is not readable as state of local AWS: line 2: run.status must be one of`,
    );
    writeFileSync(
      archive(),
      read(archive()).toString().replace(`"run":{"definitionName"`, '"run":{\0\0\0\0'),
    );
    expect(() => new RecordBook({ dir })).toThrow('line 2: it is not JSON, or was cut off');
    expect(run.status).toBe('RUNNING');
  });

  test('may be changed by hand', () => {
    const { run } = packed();
    const text = read(archive()).toString().replace(STATUS_OF_RUN, '$1"FAILED","ofLater":1');
    writeFileSync(archive(), text);
    const book = new RecordBook({ dir });
    const entry = book.index.run(run.runId);
    expect(entry && book.whole(entry).run.status).toBe('FAILED');
    expect(entry?.status).toBe('FAILED');
  });

  test('may be of a version whose entries had neither status nor time', () => {
    const { run } = packed();
    // As that wrote it, checksum included.
    const lines = read(archive()).toString().split('\n');
    const former = lines.map((line) => {
      const rest = line.replace(/^\{"crc":\d+/, '').replace(/"status":"RUNNING","startedAtMs":\d+,/, '');
      return rest === line ? line : `{"crc":${crc32(rest)}${rest}`;
    });
    expect(former[1]?.length).toBeLessThan((lines[1]?.length ?? 0) - 40);
    writeFileSync(archive(), former.join('\n'));
    const book = new RecordBook({ dir });
    expect(book.index.run(run.runId)).toMatchObject({
      status: 'RUNNING',
      startedAtMs: Date.parse(run.startedAt),
    });
    book.save({ run: { ...run, status: 'FAILED' } });
    expect(book.index.run(run.runId)?.status).toBe('FAILED');
  });
});
