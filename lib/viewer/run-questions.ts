import type { HumanRequestKind } from '../contract/progress.ts';
import type { Answerer, GivenAnswer, QuestionKey, QuestionStatus } from '../contract/question.ts';
import type { ActPlace, RunPlace } from './paths.ts';

/** What people are asked by runs, where the viewer can know it. */
export interface RunQuestions {
  /** Those that wait for a person, the oldest first: of one workflow definition, or of all. */
  waiting(definitionName?: string): Promise<readonly RunQuestion[]>;
  /** All that are known of a run, in the order in which they were asked. */
  ofRun(place: RunPlace): Promise<readonly RunQuestion[]>;
  /**
   * Makes a link to the page where a question is answered, for the person who looks at the viewer.
   *
   * @returns path and fragment
   * @throws ExplainedError when nobody waits for the answer any more
   */
  link(key: QuestionKey): Promise<string>;
}

/** A question of an act, as the pages show it. */
export interface RunQuestion extends QuestionKey, ActPlace {
  readonly kind: HumanRequestKind;
  readonly message: string;
  readonly status: QuestionStatus;
  readonly askedAt: Date;
  readonly expiresAt: Date;
  /** When its workflow has asked for the answer the last time. */
  readonly heardAt: Date;
  /** Who has taken over. */
  readonly heldBy?: Answerer | undefined;
  readonly answer?: GivenAnswer | undefined;
  /** Whether its workflow has got the answer. */
  readonly isFetched: boolean;
  readonly withdrawnBecause?: string | undefined;
}
