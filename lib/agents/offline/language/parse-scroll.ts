import type { Direction } from './intents.ts';
import { NUMBER_WORDS } from './number-words.ts';
import { type Rule, single } from './rule.ts';

export const scroll: Rule = (text, parts) => {
  const match =
    /^(?:keep )?scroll(?:ing)?(?: (?:the|this) page)?(?: all the way)?(?: (up|down|left|right))?(?:wards)?(?: (.*))?$/i.exec(
      text,
    );
  if (match === null) return null;
  const direction = directionOf(match[1]);
  const rest = match[2]?.trim() ?? '';
  if (
    /^(?:(?:until|till) (?:you (?:reach|get to)|reaching) )?(?:to )?(?:the )?(?:very )?(?:top|bottom|end|footer)(?: of (?:the|this) page)?$/i.test(
      rest,
    )
  ) {
    return [{ kind: 'scroll-end', direction: /top/i.test(rest) ? 'up' : 'down' }];
  }
  const vertical = direction === 'up' || direction === 'down' ? direction : null;
  const until =
    /^(?:until|till) (?:(?:you|i) (?:can )?(?:see|reach|find|get to|spot) |)(.+?)(?: (?:is|are|becomes?|comes?|appears?|shows?)(?: (?:in|into))?(?: view| sight| visible| up| shown)?)?$/i.exec(
      rest,
    )?.[1] ??
    /^(?:to|towards?|onto|over to) (.+)$/i.exec(rest)?.[1] ??
    /^(.+) into view$/i.exec(rest)?.[1];
  if (until !== undefined) {
    const target = single(until, parts);
    return target === null ? null : [{ kind: 'scroll-until', direction: vertical, target }];
  }
  const times = timesOf(rest);
  if (times === null || (direction === null && rest !== '')) return null;
  return Array.from({ length: times }, () => ({ kind: 'scroll', direction: direction ?? 'down' }));
};

function directionOf(word: string | undefined): Direction | null {
  const plain = word?.toLowerCase();
  return plain === 'up' || plain === 'down' || plain === 'left' || plain === 'right' ? plain : null;
}

function timesOf(text: string): number | null {
  if (
    /^(?:(?:by )?(?:a|one) (?:bit|little|page|screen|line|viewport)|some|a bit more|more|slightly|the page)?$/i.test(
      text,
    )
  )
    return 1;
  const count = /^(\d{1,2}|once|twice|two|three|four|five)(?: (?:times|pages|screens))?$/i.exec(text)?.[1];
  if (count === undefined) return null;
  return NUMBER_WORDS[count.toLowerCase()] ?? Number(count);
}
