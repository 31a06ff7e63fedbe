import type { AskedQuestion, GivenAnswer, QuestionHolder, QuestionKey } from '../contract/question.ts';

/** A question as it is stored, without its picture. Tokens and claims are there as hashes only. */
export interface Question extends QuestionKey, Omit<AskedQuestion, 'picture' | 'tokenHash'> {
  /** Counts the changes: a change of another version than the stored one is refused. */
  readonly version: number;
  readonly askedAt: number;
  /** Of all that was asked: a workflow may ask the same again. */
  readonly askedHash: string;
  /** Of the links to it. */
  readonly tokenHashes: readonly string[];
  readonly hasPicture: boolean;
  /** When its workflow has asked how it stands the last time. */
  readonly heardAt: number;
  readonly answer?: GivenAnswer;
  /** Of the answer with its nonce: a page may say the same again. */
  readonly answerHash?: string;
  readonly fetchedAt?: number;
  /** The workflow was told that it has expired: no answer counts any more, whatever clocks say. */
  readonly expired?: true;
  readonly withdrawn?: { readonly at: number; readonly reason: string };
  readonly holder?: QuestionHolder & {
    readonly heldUntil: number;
    /** Of the identity that the sign-in has shown. */
    readonly identityHash?: string;
  };
}
