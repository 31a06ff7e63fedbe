import { NUMBER_WORDS } from './number-words.ts';
import { type Rule, single } from './rule.ts';

const MAX_WAIT_S = 120;

export const wait: Rule = (text, parts) => {
  const rest = /^(?:wait|pause|sleep)(?: (.*))?$/i.exec(text)?.[1]?.trim();
  if (rest === undefined) return /^(?:wait|pause)$/i.test(text) ? [{ kind: 'wait', seconds: 1 }] : null;
  const time =
    /^(?:for )?(?:about |another |around )?(\d+(?:\.\d+)?|a|an|one|two|three|four|five|ten|half a) ?(seconds?|secs?|s|milliseconds?|ms|moment|minutes?|mins?)$/i.exec(
      rest,
    );
  if (time !== null) {
    const [, count = '', unit = ''] = time;
    const amount = NUMBER_WORDS[count.toLowerCase().replace(' a', '')] ?? Number(count);
    const seconds = /^m(?:s|illi)/i.test(unit) ? amount / 1000 : /^min/i.test(unit) ? amount * 60 : amount;
    return seconds > MAX_WAIT_S ? null : [{ kind: 'wait', seconds }];
  }
  if (
    /^(?:for|until|till) (?:the )?(?:page|site|content|results?)?(?: to|has|is|are|have)* ?(?:load(?:s|ed|ing)?|settles?d?|ready|finish(?:es|ed)?(?: loading)?)$/i.test(
      rest,
    )
  ) {
    return [{ kind: 'wait', seconds: 0 }];
  }
  const thing =
    /^(?:for|until|till) (?:you (?:can )?see )?(.+?)(?: (?:to (?:be|become|appear|load|show(?: up)?)|is|are|appears?|shows?|loads?|becomes?)(?: (?:visible|shown|there|loaded|up|available|displayed|present))?)?$/i.exec(
      rest,
    )?.[1];
  const target = thing === undefined ? null : single(thing, parts);
  return target === null || /\b(?:seconds?|minutes?|hours?)\b/i.test(rest)
    ? null
    : [{ kind: 'wait-for', target }];
};
