import type { Intent, Target } from './intents.ts';
import { parseTarget } from './parse-target.ts';
import type { MaskedPart } from './quotes.ts';

export type Rule = (text: string, parts: Parts) => readonly Intent[] | null;

export type Parts = readonly MaskedPart[];

/** A thing to act on; many at once is refused, since acting on one only would be half the job. */
export function single(phrase: string, parts: Parts): Target | null {
  const text = phrase.replace(
    /\s+to (?:open|see|view|show|continue|proceed|go|start|get|reveal|expand)\b.*$/i,
    '',
  );
  if (
    /^(?:all (?:of|the)|every|each|both|either|(?:two|three|\d+) (?!.*\b(?:nights?|days?|stars?)\b))/i.test(
      text.trim(),
    )
  )
    return null;
  return parseTarget(text, parts);
}
