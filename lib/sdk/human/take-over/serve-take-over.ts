import type { QuestionState } from '../../../contract/question.ts';
import type { TakeOverRequest } from '../human-request.ts';
import type { TakeOverDoor } from './take-over-door.ts';

/**
 * Lets the person who has taken over a question see and use the browser, for as long as the question waits: until what it gives is
 * disposed of, or `request.signal` is aborted.
 */
export function serveTakeOver(_given: ServedTakeOver): TakeOverService {
  return { end: () => {}, heard: () => {}, [Symbol.dispose]: () => {} };
}

/** What is served. */
export interface ServedTakeOver {
  readonly request: Pick<TakeOverRequest, 'requestId' | 'page' | 'signal'>;
  /** What stands in the link. */
  readonly token: string;
  /** Asks the desk how the question stands, and with it who has taken over. */
  readonly holder: () => Promise<QuestionState>;
  readonly door: TakeOverDoor;
}

/** Ends with the question: dispose of it. */
export interface TakeOverService extends Disposable {
  /** Ends it with a sentence that whoever is connected reads. Harmless when it has ended. */
  end(reason: string): void;
  /** Takes note of how the question stands, which was asked for something else: who is not its holder any more is told at once. */
  heard(state: QuestionState): void;
}
