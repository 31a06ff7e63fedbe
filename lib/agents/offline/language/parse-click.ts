import { namedTarget } from './parse-target.ts';
import { unquote } from './quotes.ts';
import { type Rule, single } from './rule.ts';

const KEYS =
  /^(?:the )?(?:escape|esc|tab|space|space ?bar|backspace|delete|arrow|up|down|left|right|page up|page down|home|end|f\d+|ctrl|control|shift|alt|enter|return)(?: (?:arrow|key|bar).*)?(?:\s*\+.*)?$/i;

export const click: Rule = (text, parts) => {
  const match =
    /^(double[- ]?click|right[- ]?click|(?:left[- ]?)?click|press|tap|hit|push|follow|activate|toggle|expand|collapse|unfold)(?: on| onto)?(?: to)? (.+)$/i.exec(
      text,
    );
  if (match === null) return null;
  const [, verb = '', phrase = ''] = match;
  if (/^(?:press|hit|push|tap)$/i.test(verb) && KEYS.test(unquote(phrase, parts))) return null;
  const target = single(phrase, parts);
  if (target === null) return null;
  const clickType = /^double/i.test(verb) ? 'left-double' : /^right/i.test(verb) ? 'right' : 'left';
  return [{ kind: 'click', target, clickType }];
};

/** Verbs that are usually written on the button itself: "add … to the basket", "accept the cookies", "sign in". */
export const buttonVerbs: Rule = (text, parts) => {
  const add =
    /^(?:add|put) (.+?) (?:to|into|in) (?:the |your |my )?(?:shopping )?(basket|cart|bag|trolley|wish ?list|favou?rites)$/i.exec(
      text,
    );
  if (add !== null) {
    const [, thing = '', place = ''] = add;
    const action = { ...namedTarget(`add to ${place}`, 'button'), quoted: true };
    if (/^(?:it|(?:the|this|that) (?:product|item|one))$/i.test(thing.trim())) {
      return [{ kind: 'click', target: action, clickType: 'left' }];
    }
    const within = single(thing, parts);
    return within === null ? null : [{ kind: 'click', target: { ...action, within }, clickType: 'left' }];
  }
  if (/^(?:sign|log)[- ]?(?:in|out|up|on|off)$/i.test(text)) {
    return [{ kind: 'click', target: namedTarget(text), clickType: 'left' }];
  }
  if (/^(?:proceed to (?:the )?check ?out|check out)$/i.test(text)) {
    return [{ kind: 'click', target: namedTarget('checkout'), clickType: 'left' }];
  }
  if (/^(?:agree to|accept) (?:the |our |all )?(?:terms|conditions|privacy|policy)\b/i.test(text)) {
    const target = namedTarget(text.replace(/^(?:agree to|accept) (?:the |our |all )?/i, ''), 'checkbox');
    return [{ kind: 'check', target, checked: true }];
  }
  const match =
    /^(close|dismiss|accept|decline|reject|remove|delete|place|leave|archive|play|pause|star|pin|mute|approve|reserve|restore|duplicate|edit) (?:(?:the|an?|my) )?(.+)$/i.exec(
      text,
    );
  if (match === null) return null;
  const [, verb = '', phrase = ''] = match;
  // The button may say the verb only; then what it is about stands near it.
  const all = /^all (?:of )?(?:the )?(?=cookies$)/i.exec(phrase)?.[0] ?? '';
  const about = single(
    phrase.slice(all.length).replace(/(?<=\S)\s+(?:banner|dialog|pop-?up|modal|notice|window|message)$/i, ''),
    parts,
  );
  if (about === null) return null;
  const fullText = `${verb} ${unquote(phrase, parts)}`;
  return [
    {
      kind: 'click',
      target: { ...namedTarget(verb), fullText, within: { ...about, fullText: all + about.fullText } },
      clickType: 'left',
    },
  ];
};
