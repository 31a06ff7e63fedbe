import type { AskedQuestion, GivenAnswer, QuestionHolder, QuestionKey } from '../contract/question.ts';

/** A question as it is stored, without its picture. Tokens and claims are there as hashes only. */
export interface Question extends QuestionKey, Omit<AskedQuestion, 'picture' | 'tokenHash'> {
  /** Counts the changes: a change of another version than the stored one is refused. */
  readonly version: number;
  readonly askedAt: number;
  /** Of the links to it. */
  readonly tokenHashes: readonly string[];
  readonly hasPicture: boolean;
  /** When its workflow has asked how it stands the last time. */
  readonly heardAt: number;
  readonly answer?: GivenAnswer | undefined;
  readonly fetchedAt?: number | undefined;
  readonly withdrawn?: { readonly at: number; readonly reason: string } | undefined;
  readonly holder?: (QuestionHolder & { readonly heldUntil: number }) | undefined;
}
