import type { Target } from '../language/intents.ts';

/** A target in words, for messages. */
export function targetWords(target: Target): string {
  const thing = target.role === null || target.role === 'text' ? '' : ` (${target.role})`;
  const place = target.within === null ? '' : ` in '${target.within.fullText}'`;
  return `'${target.text === '' ? target.fullText : target.text}'${thing}${target.fullText.includes(target.within?.fullText ?? ' ') ? '' : place}`;
}
