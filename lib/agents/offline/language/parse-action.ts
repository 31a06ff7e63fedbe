import type { Intent } from './intents.ts';
import { literalValue } from './literal-value.ts';
import { parseAsk } from './parse-ask.ts';
import { check, select } from './parse-choice.ts';
import { buttonVerbs, click } from './parse-click.ts';
import { scroll } from './parse-scroll.ts';
import { namedTarget, parseTarget } from './parse-target.ts';
import { parseFormFill, parseTyping } from './parse-typing.ts';
import { wait } from './parse-wait.ts';
import { singlePart } from './quotes.ts';
import { type Parts, type Rule, single } from './rule.ts';

/** Reads a clause as something to do. `null`: it is no action that the agent knows. */
export function parseAction(text: string, parts: Parts): readonly Intent[] | null {
  for (const rule of RULES) {
    const intents = rule(text, parts);
    if (intents !== null) return intents;
  }
  return null;
}

const one = (intent: Intent | null): readonly Intent[] | null => (intent === null ? null : [intent]);

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
  const value = literalValue(
    (place?.[1] ?? rest).replace(/^the (?:words?|terms?|phrase|text) (?=\uE000)/i, ''),
    parts,
  );
  if (value === null || value === '') return null;
  const target = place?.[2] === undefined ? null : parseTarget(place[2], parts);
  if (place?.[2] !== undefined && target === null) return null;
  return [{ kind: 'search', value, target }];
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

const ask: Rule = (text, parts) => parseAsk(text, parts, (deed) => parseAction(deed, parts));

const RULES: readonly Rule[] = [
  ask,
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
