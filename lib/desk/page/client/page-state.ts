import type { AnswerBody, ShownQuestion } from '../../../contract/question.ts';

/** What the page knows. What it shows follows from this and the time. */
export interface PageState {
  /** What the desk has said last. */
  readonly shown?: ShownQuestion;
  /** How far the clock of the desk is before that of this device. */
  readonly clockAheadMs: number;
  /** The desk says that there is no such question, or that this link is none of its. */
  readonly isUnknown: boolean;
  /** Why the desk could not be asked the last time. */
  readonly silence?: string;
  /** It was open on this page. */
  readonly wasOpen: boolean;
  readonly sending?: AnswerBody['answer'];
  readonly sent?: SentAnswer;
  /** Why the desk has not taken an answer; another may be given. */
  readonly refusal?: string;
}

/** An answer that this page has sent. */
export interface SentAnswer extends Omit<AnswerBody, 'token' | 'claim'> {
  readonly nonce: string;
  /** `unsure`: the desk did not say. `refused`: it was not recorded, that is sure. */
  readonly outcome: 'recorded' | 'unsure' | 'refused';
  /** Why it is unsure. */
  readonly why?: string;
}

/** Whether the answer that the desk has recorded is what this page has sent. */
export function isOwnAnswer({ answer }: ShownQuestion, sent: SentAnswer | undefined): boolean {
  if (answer === undefined || sent === undefined || sent.outcome === 'refused') return false;
  if (sent.outcome === 'recorded') return true;
  // The desk could not be asked about the nonce: the same words are the same answer, whoever gave it.
  return (
    answer.value === sent.answer &&
    (answer.by.name ?? '') === (sent.name ?? '') &&
    (answer.comment ?? '') === (sent.comment ?? '')
  );
}
