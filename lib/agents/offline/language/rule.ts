import type { Intent, Target } from './intents.ts';
import { parseTarget } from './parse-target.ts';
import type { MaskedPart } from './quotes.ts';

export type Rule = (text: string, parts: Parts) => readonly Intent[] | null;

export type Parts = readonly MaskedPart[];

/** A thing to act on; many at once is refused, since acting on one only would be half the job. */
export function single(phrase: string, parts: Parts): Target | null {
  const text = phrase.trim();
  const isMany =
    /^(?:all|any|some|several|many|most|few|no|none|every|each|both|either|neither)\b|^(?:two|three|\d+) (?!.*\b(?:nights?|days?|stars?)\b)/i;
  return isMany.test(text) ? null : parseTarget(text, parts);
}
