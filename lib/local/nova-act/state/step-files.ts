/**
 * Steps and screenshots, below `<stateDir>/nova-act`:
 *
 * ```
 * definitions/<name>/runs/<runId>/sessions/<sessionId>/acts/<actId>/steps.jsonl, step-0001.jpg, …
 * trash/   what is being deleted
 * ```
 *
 * An act without steps has no folder. Writes are synchronous: files are small, and what is known is then always on disk
 * as well, so that a killed server loses nothing that it has answered.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { hasCode, reasonOf } from '../../../core/errors.ts';
import { readIfThere } from '../../../core/files.ts';
import { definitionFolder } from '../../definition-folder.ts';
import { PRIVATE } from '../../invocation-store.ts';
import { parseStateFile, StateFileError } from '../../state-file.ts';
import { STEP_CHECKS } from '../record-checks.ts';
import type { ActRecord, RunRecord, StepRecord } from '../records.ts';
import { novaActDir, stepsDir } from './state-dirs.ts';

export class StepFiles {
  /** One folder for each definition. */
  readonly definitionsDir: string;
  readonly #trash: string;

  constructor(stateDir: string) {
    this.definitionsDir = stepsDir(stateDir);
    this.#trash = path.join(novaActDir(stateDir), 'trash');
  }

  definitionDir(name: string): string {
    return path.join(this.definitionsDir, definitionFolder(name));
  }

  runDir(run: Pick<RunRecord, 'definitionName' | 'runId'>): string {
    return path.join(this.definitionDir(run.definitionName), 'runs', run.runId);
  }

  actDir(act: ActPlace): string {
    return path.join(this.runDir(act), 'sessions', act.sessionId, 'acts', act.actId);
  }

  /** Adds a step to those of an act. The image is written first: what is left of one without its step is written over. */
  append(act: ActPlace, step: StepRecord, image?: StepImage): void {
    const dir = this.actDir(act);
    fs.mkdirSync(dir, { recursive: true, mode: PRIVATE.dirMode });
    if (image !== undefined)
      fs.writeFileSync(path.join(dir, image.file), image.bytes, { mode: PRIVATE.mode });
    const fd = fs.openSync(path.join(dir, STEPS), 'a', PRIVATE.mode);
    try {
      const { size } = fs.fstatSync(fd);
      try {
        fs.writeFileSync(fd, `${JSON.stringify(step)}\n`);
      } catch (error) {
        // A full disk takes the beginning of a line, and the next step must not continue that.
        fs.ftruncateSync(fd, size);
        throw error;
      }
    } finally {
      fs.closeSync(fd);
    }
  }

  /** The steps of an act. @throws StateFileError when they cannot be read */
  read(act: ActPlace): StepRecord[] {
    const file = path.join(this.actDir(act), STEPS);
    return wholeLines(file)
      .split('\n')
      .slice(0, -1)
      .map((line, index) =>
        parseStateFile<StepRecord>({ text: line, file, checks: STEP_CHECKS, place: `line ${index + 1}` }),
      );
  }

  /** Takes a folder out of sight in one move. @returns how to delete it, which takes longer */
  discard(dir: string): () => Promise<void> {
    fs.mkdirSync(this.#trash, { recursive: true, mode: PRIVATE.dirMode });
    const doomed = path.join(this.#trash, randomUUID());
    try {
      fs.renameSync(dir, doomed);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
    return () => fs.promises.rm(doomed, { recursive: true, force: true });
  }

  /** Deletes what an earlier server had no time to delete. */
  async emptyTrash(): Promise<void> {
    const doomed = fs.existsSync(this.#trash) ? fs.readdirSync(this.#trash) : [];
    for (const name of doomed)
      await fs.promises.rm(path.join(this.#trash, name), { recursive: true, force: true });
  }
}

/** An image to keep with a step. */
export type StepImage = { readonly file: string; readonly bytes: Uint8Array };

type ActPlace = Pick<ActRecord, 'definitionName' | 'runId' | 'sessionId' | 'actId'>;

const STEPS = 'steps.jsonl';

/** A last line that a killed server left unfinished was never answered: it is cut off. */
function wholeLines(file: string): string {
  try {
    const text = readIfThere(file) ?? '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) fs.truncateSync(file, Buffer.byteLength(whole));
    return whole;
  } catch (error) {
    throw new StateFileError(file, reasonOf(error));
  }
}
