/**
 * State as version 0.1.0 kept it: a file for each record, in the folders that now have steps only.
 *
 * ```
 * definitions/<name>/definition.json
 *   runs/<runId>/run.json
 *     sessions/<sessionId>/session.json
 *       acts/<actId>/act.json
 * ```
 */
import fs from 'node:fs';
import path from 'node:path';
import { readIfThere, removeHalfWritten } from '../../../core/files.ts';
import type { RecordChecks } from '../../state-check.ts';
import { parseStateFile } from '../../state-file.ts';
import { ACT_CHECKS, DEFINITION_CHECKS, RUN_CHECKS, SESSION_CHECKS } from '../record-checks.ts';
import type { ActRecord, DefinitionRecord, RunRecord, SessionRecord } from '../records.ts';
import { sequenceOfRecord } from '../slice.ts';
import type { WholeRun } from './packed-run.ts';
import type { RecordBook } from './record-book.ts';

/**
 * Takes over what version 0.1.0 has left, once: its files go when the disk has all that was in them, those of a definition
 * last. Whoever is killed meanwhile begins again at the next start; what is in the book already is not read again.
 *
 * @throws StateFileError for a file that cannot be read; all of them are still there then
 */
export function takeOverFormerFolder(book: RecordBook, definitionsDir: string): void {
  const dirs = childrenOf(definitionsDir);
  const former = dirs.filter((dir) => fs.existsSync(path.join(dir, DEFINITION_FILE)));
  for (const dir of former) {
    removeHalfWritten(dir);
    const definition = readRecord<DefinitionRecord>(path.join(dir, DEFINITION_FILE), DEFINITION_CHECKS);
    if (definition === undefined) continue;
    if (book.index.definition(definition.name)?.record === undefined) book.save({ definition });
    for (const runDir of childrenOf(path.join(dir, 'runs'))) {
      if (book.index.run(path.basename(runDir)) !== undefined) continue;
      const wholeRun = readRun(runDir);
      if (wholeRun !== undefined) book.save({ wholeRun });
    }
  }
  if (former.length === 0) return;
  book.pack();
  for (const dir of former) removeRecords(dir);
}

const DEFINITION_FILE = 'definition.json';

/** Folders without a record are leftovers of a write that never happened, or have steps only. */
function readRun(runDir: string): WholeRun | undefined {
  const run = readRecord<RunRecord>(path.join(runDir, 'run.json'), RUN_CHECKS);
  if (run === undefined) return undefined;
  const sessions: SessionRecord[] = [];
  const acts: ActRecord[] = [];
  for (const sessionDir of childrenOf(path.join(runDir, 'sessions'))) {
    const session = readRecord<SessionRecord>(path.join(sessionDir, 'session.json'), SESSION_CHECKS);
    if (session === undefined) continue;
    sessions.push(session);
    for (const actDir of childrenOf(path.join(sessionDir, 'acts'))) {
      const act = readRecord<ActRecord>(path.join(actDir, 'act.json'), ACT_CHECKS);
      if (act !== undefined) acts.push(act);
    }
  }
  return {
    run,
    sessions: new Map(inOrder(sessions).map((record) => [record.sessionId, record])),
    acts: new Map(inOrder(acts).map((record) => [record.actId, record])),
  };
}

function removeRecords(definitionDir: string): void {
  for (const runDir of childrenOf(path.join(definitionDir, 'runs'))) {
    for (const sessionDir of childrenOf(path.join(runDir, 'sessions'))) {
      for (const actDir of childrenOf(path.join(sessionDir, 'acts'))) remove(path.join(actDir, 'act.json'));
      remove(path.join(sessionDir, 'session.json'));
    }
    remove(path.join(runDir, 'run.json'));
  }
  remove(path.join(definitionDir, DEFINITION_FILE));
}

function readRecord<T extends object>(file: string, checks: RecordChecks<T>): T | undefined {
  const text = readIfThere(file);
  return text === undefined ? undefined : parseStateFile<T>({ text, file, checks });
}

function childrenOf(dir: string): readonly string[] {
  if (!fs.existsSync(dir)) return [];
  return fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(dir, name));
}

function remove(file: string): void {
  fs.rmSync(file, { force: true });
}

function inOrder<T extends ActRecord | SessionRecord>(records: readonly T[]): readonly T[] {
  return records.toSorted((a, b) => sequenceOfRecord(a) - sequenceOfRecord(b));
}
