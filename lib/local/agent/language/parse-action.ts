import type { Direction, Intent, Target } from './intents.ts';
import { namedTarget, parseTarget } from './parse-target.ts';
import { parseFormFill, parseTyping } from './parse-typing.ts';
import { type MaskedPart, singlePart, TOKEN, unquote } from './quotes.ts';

type Parts = readonly MaskedPart[];
type Rule = (text: string, parts: Parts) => readonly Intent[] | null;

/** Reads a clause as something to do. `null`: it is no action that the agent knows. */
export function parseAction(text: string, parts: Parts): readonly Intent[] | null {
  for (const rule of RULES) {
    const intents = rule(text, parts);
    if (intents !== null) return intents;
  }
  return null;
}

const one = (intent: Intent | null): readonly Intent[] | null => (intent === null ? null : [intent]);

/** A thing to act on; many at once is refused, since acting on one only would be half the job. */
function single(phrase: string, parts: Parts): Target | null {
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

function urlOf(phrase: string, parts: Parts): string | null {
  const text = phrase
    .trim()
    .replace(
      /^(?:the )?(?:url|address|web ?site|web ?page|page|site|link)(?: (?:at|of))?:?\s+(?=\uE000|\/)/i,
      '',
    )
    .replace(/\s+(?:in|with) (?:the|a) (?:web )?browser$/i, '');
  const part = singlePart(text, parts);
  const value = part?.value ?? text;
  if (part?.kind === 'url') return value;
  if (/^(?:https?:\/\/|about:|\/(?!\/)[^\s]*$|localhost\b|www\.)/i.test(value) && !/\s/.test(value))
    return value;
  return null;
}

const goTo: Rule = (text, parts) => {
  if (
    /^(?:go|navigate|move|head|step) back(?: one page| a page| to the (?:previous|last) page)?$/i.test(text)
  ) {
    return [{ kind: 'back' }];
  }
  const match =
    /^(?:(?:go|navigate|browse|head|proceed|jump)(?: back| over| directly)? to|visit|open(?: up)?|load) (.+)$/i.exec(
      text,
    );
  const place = match?.[1];
  if (place === undefined) return null;
  const url = urlOf(place, parts);
  if (url !== null) return [{ kind: 'goto', url }];
  const end = /^(?:the )?(?:very )?(top|bottom|end)(?: of (?:the|this) page)?$/i.exec(place)?.[1];
  if (end !== undefined) return [{ kind: 'scroll-end', direction: /top/i.test(end) ? 'up' : 'down' }];
  const target = single(place.replace(/\s+(?:web ?)?(?:page|screen|view)$/i, ''), parts);
  if (target === null) return null;
  const numbered = /^page (\d+)$/i.exec(place.trim())?.[1];
  if (numbered !== undefined)
    return [{ kind: 'click', target: { ...namedTarget(numbered), quoted: true }, clickType: 'left' }];
  const next = /^(?:the )?(next|previous) page$/i.exec(place.trim())?.[1];
  if (next !== undefined) return [{ kind: 'click', target: namedTarget(next), clickType: 'left' }];
  if (target.role === 'section') return [{ kind: 'scroll-until', direction: null, target }];
  return [{ kind: 'click', target, clickType: 'left' }];
};

const KEYS =
  /^(?:the )?(?:escape|esc|tab|space|space ?bar|backspace|delete|arrow|up|down|left|right|page up|page down|home|end|f\d+|ctrl|control|shift|alt|enter|return)(?: (?:arrow|key|bar).*)?(?:\s*\+.*)?$/i;

const click: Rule = (text, parts) => {
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
const buttonVerbs: Rule = (text, parts) => {
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
    /^(close|dismiss|accept|decline|reject|remove|delete|place|leave) (?:the |this |that |all |an? |my )*(.+)$/i.exec(
      text,
    );
  if (match === null) return null;
  const [, verb = '', phrase = ''] = match;
  // The button may say the verb only; then what it is about stands near it.
  const about = single(
    phrase.replace(/(?<=\S)\s+(?:banner|dialog|pop-?up|modal|notice|window|message)$/i, ''),
    parts,
  );
  if (about === null) return null;
  const fullText = `${verb} ${unquote(phrase, parts)}`;
  return [{ kind: 'click', target: { ...namedTarget(verb), fullText, within: about }, clickType: 'left' }];
};

const search: Rule = (text, parts) => {
  const match =
    /^(?:search|look|query|do a search|perform a search|run a search)(?: (?:on |in )?(?:the |this )?(?:site|page|store|shop|web ?site|catalog(?:ue)?))? (?:for|up) (.+)$/i.exec(
      text,
    ) ?? /^search (?!box|bar|field|button)(.+)$/i.exec(text);
  const rest = match?.[1];
  if (rest === undefined) return null;
  const place =
    /^(.+) (?:in|on|using|with|via) (?:the |this )(?:(.*(?:box|bar|field|input))|site|page|store|shop|web ?site)$/i.exec(
      rest,
    );
  const value = unquote(
    (place?.[1] ?? rest).replace(/^the (?:words?|terms?|phrase|text) (?=\uE000)/i, ''),
    parts,
  ).trim();
  if (value === '') return null;
  const target = place?.[2] === undefined ? null : parseTarget(place[2], parts);
  return [{ kind: 'search', value, target }];
};

const PRESSABLE = new Set(['link', 'button', 'tab', 'row', 'item', 'image', 'heading', 'cell']);

const select: Rule = (text, parts) => {
  const match = /^(?:select|choose|pick) (.+)$/i.exec(text);
  const phrase = match?.[1];
  if (phrase === undefined) return null;
  const whole = single(phrase, parts);
  const split =
    new RegExp(
      `^((?:the )?(?:(?:option|value|entry) )?${TOKEN}(?: option)?) (?:in|from|as|for|under|on|within|out of) (.+)$`,
      'i',
    ).exec(phrase) ?? /^(.+) (?:from|as|in|for|under|within|out of) (.+)$/i.exec(phrase);
  if (whole !== null && whole.role !== null && PRESSABLE.has(whole.role)) {
    return [{ kind: 'click', target: whole, clickType: 'left' }];
  }
  if (split !== null) {
    const option = single(split[1] ?? '', parts);
    const target = parseTarget(split[2] ?? '', parts);
    if (option === null || target === null) return null;
    return [{ kind: 'select', option, target }];
  }
  return whole === null ? null : [{ kind: 'select', option: whole, target: null }];
};

const check: Rule = (text, parts) => {
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

const submit: Rule = (text, parts) => {
  const match = /^(?:submit|send)(?: off)?(?: (.+))?$/i.exec(text);
  if (match === null) return null;
  const phrase = match[1];
  if (phrase === undefined || /^(?:it|(?:the|this|your) form)$/i.test(phrase))
    return [{ kind: 'submit', target: null }];
  if (/\b(?:to|an? email|message to)\b/i.test(phrase)) return null;
  return one(
    ((target) => (target === null ? null : { kind: 'submit', target }))(
      single(phrase.replace(/\s+form$/i, ''), parts),
    ),
  );
};

const hover: Rule = (text, parts) => {
  const phrase =
    /^(?:hover|mouse|move (?:the )?(?:mouse|cursor|pointer))(?: (?:over|on|onto|to))+ (.+)$/i.exec(text)?.[1];
  const target = phrase === undefined ? null : single(phrase, parts);
  return target === null ? null : [{ kind: 'hover', target }];
};

const scroll: Rule = (text, parts) => {
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

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  once: 1,
  two: 2,
  twice: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  half: 0.5,
};

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

const MAX_WAIT_S = 120;

const wait: Rule = (text, parts) => {
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

const RULES: readonly Rule[] = [
  goTo,
  scroll,
  wait,
  hover,
  parseFormFill,
  buttonVerbs,
  parseTyping,
  search,
  select,
  check,
  submit,
  click,
];
