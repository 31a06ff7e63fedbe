import type { HumanAnswer } from './human-answer.ts';

/** A person has said that it is done, and the page did not take all that was done in it: it would be no success. */
export class UnfinishedTakeOver extends Error {
  /** What the person has answered. */
  readonly answer: HumanAnswer;

  constructor(answer: HumanAnswer) {
    super(
      'a person has given the browser back as done, but the page does not answer and has not taken the last of what was done there: whether it is done is not known',
    );
    this.answer = answer;
  }
}
