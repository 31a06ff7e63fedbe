import type { QuestionKey, QuestionPicture } from '../contract/question.ts';
import type { Question } from './question.ts';

/** Where questions are kept. What is stored may be gone `LIMITS.keepMs` after it has expired. */
export interface QuestionStore {
  /** @returns false when the key is taken */
  create(question: Question, picture: QuestionPicture | undefined): Promise<boolean>;
  /** The newest version, not one of before. */
  read(key: QuestionKey): Promise<Question | undefined>;
  picture(key: QuestionKey): Promise<QuestionPicture | undefined>;
  /**
   * Stores the next version.
   *
   * @param question - its `version` is one more than that which it was made of
   * @returns false when the stored version is another one: of two that change the same version, one wins
   */
  replace(question: Question): Promise<boolean>;
}
