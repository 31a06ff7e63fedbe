import type { Answerer } from '../../contract/question.ts';

/** What a person has answered, with what is told of it in the record of the run. */
export interface HumanAnswer {
  /** Whether it is approved, or done. */
  readonly answer: boolean;
  /** Who has answered. @default not known */
  readonly by?: Answerer | undefined;
  /** What the person adds for the record. @default nothing */
  readonly comment?: string | undefined;
  /** When it was answered. @default when the function returns */
  readonly at?: Date | undefined;
}
