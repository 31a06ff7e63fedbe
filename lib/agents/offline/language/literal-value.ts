import { isDescription } from './pointing.ts';
import { singlePart, unquote } from './quotes.ts';
import type { Parts } from './rule.ts';

/**
 * What is to be typed or searched for. `null`: the words describe it instead of being it, or hold a quote among other
 * words ("the username 'a' and the password 'b'").
 */
export function literalValue(phrase: string, parts: Parts): string | null {
  const text = phrase.trim();
  if (singlePart(text, parts) !== null) return unquote(text, parts).trim();
  const holdsQuote = [...text.matchAll(/\uE000(\d+)\uE001/g)].some(
    ([, index]) => parts[Number(index)]?.kind === 'quote',
  );
  const value = unquote(text, parts).trim();
  return holdsQuote || isDescription(value) ? null : value;
}
