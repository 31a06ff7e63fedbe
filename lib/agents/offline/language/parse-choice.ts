import { parseTarget } from './parse-target.ts';
import { TOKEN } from './quotes.ts';
import { type Rule, single } from './rule.ts';

const PRESSABLE = new Set(['link', 'button', 'tab', 'row', 'item', 'image', 'heading', 'cell']);

export const select: Rule = (text, parts) => {
  const match = /^(select|choose|pick) (.+)$/i.exec(text);
  if (match === null) return null;
  const [, verb = '', phrase = ''] = match;
  const whole = single(phrase, parts);
  const split =
    new RegExp(
      `^((?:the )?(?:(?:option|value|entry) )?${TOKEN}(?: option)?) (?:in|from|as|for|under|on|within|out of) (.+)$`,
      'i',
    ).exec(phrase) ?? /^(.+) (?:from|as|in|for|under|within|out of) (.+)$/i.exec(phrase);
  if (whole !== null && whole.role !== null && PRESSABLE.has(whole.role)) {
    return [{ kind: 'click', target: whole, clickType: 'left', verb: verb.toLowerCase() }];
  }
  if (split !== null) {
    const option = single(split[1] ?? '', parts);
    const target = parseTarget(split[2] ?? '', parts);
    if (option === null || target === null) return null;
    return [{ kind: 'select', option, target }];
  }
  return whole === null ? null : [{ kind: 'select', option: whole, target: null }];
};

export const check: Rule = (text, parts) => {
  const match =
    /^(check|tick|mark|enable|turn on|switch on|uncheck|untick|unmark|deselect|disable|turn off|switch off) (?:off )?(.+)$/i.exec(
      text,
    );
  if (match === null) return null;
  const [, verb = '', phrase = ''] = match;
  if (/^(?:if|whether|that|for|out|in)\b/i.test(phrase)) return null;
  const target = single(phrase.replace(/\s+as (?:checked|ticked)$/i, ''), parts);
  if (target === null) return null;
  return [{ kind: 'check', target, checked: /^(?:check|tick|mark|enable|turn on|switch on)$/i.test(verb) }];
};
