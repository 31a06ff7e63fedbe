import { type QuestionKey, type QuestionPicture, questionPath } from '../contract/question.ts';
import type { Question } from './question.ts';
import type { QuestionStore } from './question-store.ts';

/** Keeps questions as long as the process lives. Others get copies, as from any other store. */
export class MemoryStore implements QuestionStore {
  readonly #kept = new Map<string, { question: Question; picture: QuestionPicture | undefined }>();

  async create(question: Question, picture: QuestionPicture | undefined): Promise<boolean> {
    const path = questionPath(question);
    if (this.#kept.has(path)) return false;
    this.#kept.set(path, structuredClone({ question, picture }));
    return true;
  }

  async read(key: QuestionKey): Promise<Question | undefined> {
    return structuredClone(this.#kept.get(questionPath(key))?.question);
  }

  async picture(key: QuestionKey): Promise<QuestionPicture | undefined> {
    return structuredClone(this.#kept.get(questionPath(key))?.picture);
  }

  async replace(question: Question): Promise<boolean> {
    const kept = this.#kept.get(questionPath(question));
    if (kept?.question.version !== question.version - 1) return false;
    kept.question = structuredClone(question);
    return true;
  }
}
