import type { Question } from './question.ts';
import type { QuestionStore } from './question-store.ts';

/** What a desk needs. */
export interface DeskParts {
  readonly store: QuestionStore;
  /** Makes an address of the WebSocket for a question that is held, for one connection that begins within 300 s. */
  readonly connect: (question: Question) => Promise<string>;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}
