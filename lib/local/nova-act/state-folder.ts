/**
 * The files below `<stateDir>/nova-act`:
 *
 * ```
 * definitions/<name>/definition.json
 *   runs/<runId>/run.json
 *     sessions/<sessionId>/session.json
 *       acts/<actId>/act.json, steps.jsonl, step-0001.jpg, …
 * trash/   what is being deleted
 * ```
 *
 * Writes are synchronous: files are small, and a record that is in memory is then always on disk as well, so that
 * a killed server loses nothing that it has answered. JSON files are replaced by renaming; steps are appended.
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { readIfThere } from '../../core/files.ts';
import { parseStateFile } from '../state-file.ts';
import { ACT_CHECKS, DEFINITION_CHECKS, RUN_CHECKS, SESSION_CHECKS, STEP_CHECKS } from './record-checks.ts';
import type { ActRecord, DefinitionRecord, RunRecord, SessionRecord, StepRecord } from './records.ts';
import { readChildren, writeBytes, writeJson } from './state-files.ts';

export class StateFolder {
  readonly #root: string;

  constructor(stateDir: string) {
    this.#root = path.resolve(stateDir, 'nova-act');
  }

  definitionDir(name: string): string {
    return path.join(this.#root, 'definitions', folderName(name));
  }

  runDir(run: Pick<RunRecord, 'definitionName' | 'runId'>): string {
    return path.join(this.definitionDir(run.definitionName), 'runs', run.runId);
  }

  sessionDir(session: Omit<ActPlace, 'actId'>): string {
    return path.join(this.runDir(session), 'sessions', session.sessionId);
  }

  actDir(act: ActPlace): string {
    return path.join(this.sessionDir(act), 'acts', act.actId);
  }

  writeDefinition(record: DefinitionRecord): void {
    writeJson(path.join(this.definitionDir(record.name), 'definition.json'), record);
  }

  writeRun(record: RunRecord): void {
    writeJson(path.join(this.runDir(record), 'run.json'), record);
  }

  writeSession(record: SessionRecord): void {
    writeJson(path.join(this.sessionDir(record), 'session.json'), record);
  }

  writeAct(record: ActRecord): void {
    writeJson(path.join(this.actDir(record), 'act.json'), record);
  }

  writeImage(act: ActPlace, file: string, bytes: Uint8Array): void {
    writeBytes(path.join(this.actDir(act), file), bytes);
  }

  appendStep(act: ActPlace, step: StepRecord): void {
    fs.appendFileSync(path.join(this.actDir(act), 'steps.jsonl'), `${JSON.stringify(step)}\n`, {
      mode: 0o600,
    });
  }

  /** The steps of an act. A last line that a killed server left unfinished was never answered: it is cut off. */
  readSteps(act: ActPlace): StepRecord[] {
    const file = path.join(this.actDir(act), 'steps.jsonl');
    const text = readIfThere(file);
    if (text === undefined) return [];
    const end = text.lastIndexOf('\n') + 1;
    if (end < text.length) writeBytes(file, text.slice(0, end));
    return text
      .slice(0, end)
      .split('\n')
      .slice(0, -1)
      .map((line, index) =>
        parseStateFile<StepRecord>({ text: line, file, checks: STEP_CHECKS, place: `line ${index + 1}` }),
      );
  }

  /** Reads all records. Folders without a record are leftovers of a write that never happened. */
  readAll(): StoredRecords {
    const definitions = readChildren(
      path.join(this.#root, 'definitions'),
      'definition.json',
      DEFINITION_CHECKS,
    );
    const runs = definitions.flatMap(({ name }) =>
      readChildren(path.join(this.definitionDir(name), 'runs'), 'run.json', RUN_CHECKS),
    );
    const sessions = runs.flatMap((run) =>
      readChildren(path.join(this.runDir(run), 'sessions'), 'session.json', SESSION_CHECKS),
    );
    const acts = sessions.flatMap((session) =>
      readChildren(path.join(this.sessionDir(session), 'acts'), 'act.json', ACT_CHECKS),
    );
    return { definitions, runs, sessions, acts };
  }

  /** Takes a folder out of sight in one move, then deletes it. */
  async discard(dir: string): Promise<void> {
    const trash = path.join(this.#root, 'trash');
    fs.mkdirSync(trash, { recursive: true, mode: 0o700 });
    const doomed = path.join(trash, randomUUID());
    if (fs.existsSync(dir)) fs.renameSync(dir, doomed);
    await fs.promises.rm(doomed, { recursive: true, force: true });
  }

  /** Deletes what an earlier server had no time to delete. */
  emptyTrash(): void {
    fs.rmSync(path.join(this.#root, 'trash'), { recursive: true, force: true });
  }
}

/** All records on disk. */
export type StoredRecords = {
  readonly definitions: readonly DefinitionRecord[];
  readonly runs: readonly RunRecord[];
  readonly sessions: readonly SessionRecord[];
  readonly acts: readonly ActRecord[];
};

type ActPlace = Pick<ActRecord, 'definitionName' | 'runId' | 'sessionId' | 'actId'>;

/** A definition's folder. Names differ by letter case, while folders of some systems do not. */
function folderName(definitionName: string): string {
  const lower = definitionName.toLowerCase();
  if (lower === definitionName) return definitionName;
  return `${lower}~${createHash('sha256').update(definitionName).digest('hex').slice(0, 8)}`;
}
