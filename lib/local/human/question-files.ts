import { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { QuestionKey, QuestionPicture } from '../../contract/question.ts';
import { isUuid } from '../../contract/uuid.ts';
import { reasonOf } from '../../core/errors.ts';
import { namesIn, readIfThere, removeEmptyFolders, replaceFile, statIfThere } from '../../core/files.ts';
import { forgottenAt, type Question, type QuestionStore } from '../../desk/index.ts';
import { definitionFolder } from '../definition-folder.ts';
import { PRIVATE } from '../invocation-store.ts';
import { parseStateFile, StateFileError } from '../state-file.ts';
import { PICTURE_CHECKS, QUESTION_CHECKS } from './question-checks.ts';

/**
 * The questions of this local AWS: each is a file of the state folder, its picture another one beside it. All are in memory, without
 * pictures: only one server uses a state folder. Emits `asked` with each new one, and `change` with each of which more has changed than
 * when its workflow was heard of.
 */
export class QuestionFiles
  extends EventEmitter<{ asked: [Question]; change: [Question] }>
  implements QuestionStore
{
  readonly #dir: string;
  readonly #now: () => number;
  readonly #questions = new Map<string, Question>();
  readonly #told = new Set<string>();

  /** @throws StateFileError for a file that cannot be read */
  constructor(options: { readonly stateDir: string; readonly now?: (() => number) | undefined }) {
    super();
    this.#dir = path.resolve(options.stateDir, 'human');
    this.#now = options.now ?? Date.now;
    for (const question of this.#stored()) this.#questions.set(nameOf(question), question);
    this.#forgetOld();
    this.#removeLonePictures();
    // Every page that is looked at listens.
    this.setMaxListeners(0);
  }

  async create(question: Question, picture: QuestionPicture | undefined): Promise<boolean> {
    this.#forgetOld();
    if (this.#questions.has(nameOf(question))) return false;
    if (picture !== undefined) this.#write(this.#fileOf(question, PICTURE_END), picture);
    this.#store(question);
    this.emit('asked', question);
    return true;
  }

  async read(key: QuestionKey): Promise<Question | undefined> {
    return this.#questions.get(nameOf(key));
  }

  async picture(key: QuestionKey): Promise<QuestionPicture | undefined> {
    if (this.#questions.get(nameOf(key))?.hasPicture !== true) return undefined;
    const file = this.#fileOf(key, PICTURE_END);
    try {
      const text = readIfThere(file);
      return text === undefined ? undefined : parseStateFile({ file, text, checks: PICTURE_CHECKS });
    } catch (error) {
      // The question can be answered without it.
      if (!this.#told.has(file))
        process.emitWarning(`The picture of a question cannot be shown: ${reasonAt(file, error).message}`);
      this.#told.add(file);
      return undefined;
    }
  }

  async replace(question: Question): Promise<boolean> {
    if (this.#questions.get(nameOf(question))?.version !== question.version - 1) return false;
    this.#store(question);
    return true;
  }

  /** All of them, those that were asked first in front. */
  list(): readonly Question[] {
    return [...this.#questions.values()].sort((a, b) => a.askedAt - b.askedAt);
  }

  /** On disk first: nobody is told what a full disk has not taken. */
  #store(question: Question): void {
    this.#write(this.#fileOf(question, QUESTION_END), question);
    const before = this.#questions.get(nameOf(question));
    this.#questions.set(nameOf(question), question);
    if (before === undefined || !isHeardOnly(before, question)) this.emit('change', question);
  }

  #write(file: string, content: object): void {
    replaceFile(file, JSON.stringify(content), PRIVATE);
  }

  #forgetOld(): void {
    for (const question of this.#questions.values()) {
      if (forgottenAt(question) > this.#now()) continue;
      this.#questions.delete(nameOf(question));
      for (const end of [QUESTION_END, PICTURE_END]) this.#remove(this.#fileOf(question, end));
      removeEmptyFolders(this.#folderOf(question), this.#dir);
    }
  }

  /** Of questions that were not written any more. */
  #removeLonePictures(): void {
    const known = new Set(this.list().map((question) => this.#fileOf(question, PICTURE_END)));
    for (const { file } of this.#filesOf(PICTURE_END)) if (!known.has(file)) this.#remove(file);
  }

  /** What only looks like a file of ours is left for its owner. */
  #remove(file: string): void {
    if (statIfThere(file)?.isDirectory() !== true) rmSync(file, { force: true });
  }

  *#stored(): Generator<Question> {
    for (const { file, folder, questionId } of this.#filesOf(QUESTION_END)) {
      const text = readState(file, () => readIfThere(file)) ?? '';
      const question = parseStateFile({ file, text, checks: QUESTION_CHECKS });
      if (definitionFolder(question.definitionName) !== folder || question.questionId !== questionId)
        throw new StateFileError(file, 'it is of another question');
      yield question;
    }
  }

  /** @throws StateFileError for a file where the folder should be; one in the folder is nobody's */
  *#filesOf(end: string): Generator<{ file: string; folder: string; questionId: string }> {
    for (const folder of readState(this.#dir, () => namesIn(this.#dir))) {
      const dir = path.join(this.#dir, folder);
      if (statIfThere(dir)?.isDirectory() !== true) continue;
      for (const name of readState(dir, () => namesIn(dir))) {
        const questionId = idIn(name, end);
        if (questionId !== undefined) yield { file: path.join(dir, name), folder, questionId };
      }
    }
  }

  #fileOf(key: QuestionKey, end: string): string {
    return path.join(this.#folderOf(key), `${key.questionId}${end}`);
  }

  #folderOf({ definitionName }: QuestionKey): string {
    return path.join(this.#dir, definitionFolder(definitionName));
  }
}

const QUESTION_END = '.json';
const PICTURE_END = '.picture';

/** The question that a file with such an end is of. */
function idIn(fileName: string, end: string): string | undefined {
  const id = path.basename(fileName, end);
  return isUuid(id) && fileName === `${id}${end}` ? id : undefined;
}

/** @throws StateFileError for whatever is in the way, such as a folder of that name */
function readState<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw reasonAt(file, error);
  }
}

function reasonAt(file: string, error: unknown): StateFileError {
  return error instanceof StateFileError ? error : new StateFileError(file, reasonOf(error));
}

function isHeardOnly(before: Question, question: Question): boolean {
  return isDeepStrictEqual({ ...before, version: 0, heardAt: 0 }, { ...question, version: 0, heardAt: 0 });
}

function nameOf({ definitionName, questionId }: QuestionKey): string {
  return `${definitionName}/${questionId}`;
}
