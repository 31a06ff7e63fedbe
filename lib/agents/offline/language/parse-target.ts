import type { Extreme, Role, Target } from './intents.ts';
import { ITEM_NOUNS } from './kind-words.ts';
import { isPointing } from './pointing.ts';
import { type MaskedPart, singlePart, TOKEN, unquote } from './quotes.ts';

/**
 * Reads a noun phrase as a thing on a page.
 * @returns `null` when nothing is left to look for, or when it has a condition that cannot be honoured.
 */
export function parseTarget(phrase: string, parts: readonly MaskedPart[]): Target | null {
  const text = phrase
    .trim()
    .replace(/[.!?,;:]+$/, '')
    .replace(/\s+(?:on|in|of) (?:the|this) (?:current )?(?:web)?(?:page|site|screen|web ?site)$/i, '')
    .trim();
  if (text === '' || hasCondition(text) || /,(?!\d)/.test(text)) return null;
  const split = relationOf(text);
  if (split?.isBareBeside === true) return null;
  if (split !== null) {
    const inner = parseSimple(split.head, parts);
    const outer = parseTarget(split.tail, parts);
    if (inner === null || outer === null) return null;
    const place: Target = split.isBelow && outer.role === null ? { ...outer, role: 'section' } : outer;
    return { ...inner, fullText: unquote(text.replace(DETERMINER, ''), parts), within: place };
  }
  return parseSimple(text, parts);
}

/** Words for kinds of things; longer ones first, because the first that fits wins. */
const ROLE_WORDS: readonly (readonly [string, Role])[] = [
  ['radio buttons?|radios?', 'radio'],
  ['check ?boxe?s?|tick ?boxe?s?|switch(?:es)?|toggles?', 'checkbox'],
  ['(?:drop-?down|select)(?: (?:list|menu|box|field))?s?|combo ?boxe?s?|pick ?lists?|list ?box', 'select'],
  ['(?:text|input|entry|form) (?:fields?|boxe?s?|areas?|bars?)|text ?areas?|text ?boxe?s?', 'field'],
  ['fields?|inputs?|boxe?s?|bars?', 'field'],
  ['(?:hyper)?links?', 'link'],
  ['buttons?|btns?|icons?', 'button'],
  ['tabs?', 'tab'],
  ['menu items?', 'link'],
  ['options?|choices?', 'option'],
  ['images?|pictures?|photos?|logos?', 'image'],
  ['(?:sub-?)?headings?|headlines?', 'heading'],
  ['rows?', 'row'],
  ['cells?', 'cell'],
  ['tables?|grids?', 'table'],
  ['lists?|menus?', 'list'],
  ['sections?|areas?|panels?|regions?', 'section'],
  ['messages?|texts?|paragraphs?|notices?|labels?', 'text'],
];

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/^first\b/i, 1],
  [/^second\b/i, 2],
  [/^third\b/i, 3],
  [/^fourth\b/i, 4],
  [/^fifth\b/i, 5],
  [/^sixth\b/i, 6],
  [/^seventh\b/i, 7],
  [/^eighth\b/i, 8],
  [/^ninth\b/i, 9],
  [/^tenth\b/i, 10],
  [/^(?:very )?last\b/i, -1],
];

const EXTREMES: readonly (readonly [RegExp, Extreme])[] = [
  [/^(?:cheapest|lowest[- ]priced|least expensive)\b/i, { of: 'price', pick: 'lowest' }],
  [/^(?:most expensive|priciest|dearest|highest[- ]priced)\b/i, { of: 'price', pick: 'highest' }],
  [/^(?:best|highest|top)[- ]rated\b/i, { of: 'rating', pick: 'highest' }],
  [/^(?:worst|lowest)[- ]rated\b/i, { of: 'rating', pick: 'lowest' }],
];

const DETERMINER =
  /^(?:the|an?|any|your|my|its|this|that|these|those|some|all(?: of)?(?: the)?|each|every)\s+/i;
const NAMED =
  /^(?:(?:which|that)\s+)?(?:label(?:l)?ed|called|named|titled|entitled|saying|reading|(?:which |that )?(?:says|reads|shows|contains)|with (?:the )?(?:text|label|name|title|heading)|marked|for|of|(?:(?:which |that )?(?:leads|leading|goes|going|points) )?to(?: the)?|:)\s*/i;
const RELATION =
  /\s+(?:in|inside|within|on|at|under|below|beneath|beside|next to|near|for|of|from|belonging to)\s+(?=\S)/gi;
const EMPTY: Target = {
  text: '',
  fullText: '',
  quoted: false,
  role: null,
  noun: null,
  ordinal: null,
  extreme: null,
  within: null,
};

/** A target that is named by plain words. */
export function namedTarget(text: string, role: Role | null = null): Target {
  return { ...EMPTY, text, fullText: text, role };
}

/** Conditions such as "under $50" or "that are in stock" must be refused, never ignored. */
export function hasCondition(text: string): boolean {
  return (
    /\b(?:except|unless|excluding|without|whose|cheaper than|(?:less|more|greater|fewer|older|newer) than|at (?:least|most)|between)\b/i.test(
      text,
    ) ||
    /\b(?:under|over|below|above)\s+[$€£]?\d/i.test(text) ||
    /\b(?:that|which|who) (?:is|are|has|have|cost|costs|was|were|start|starts|begin|begins|end|ends)\b/i.test(
      text,
    )
  );
}

/** "X in Y": only where the split is safe, because names contain such words too ("Terms of service"). */
function relationOf(text: string): Split | null {
  for (const match of text.matchAll(RELATION)) {
    const head = text.slice(0, match.index).trim();
    const tail = text.slice(match.index + match[0].length).trim();
    const headNamed = new RegExp(TOKEN).test(head) || roleAtEnd(head) !== null || nounOf(head) !== null;
    const headIsBareRole = /^(?:the|an?)?$/i.test(roleAtEnd(head)?.rest ?? 'none');
    const tailNamed =
      new RegExp(`^(?:the |an? )?(?:${TOKEN})`).test(tail) || /^(?:the|an?|its)\s/i.test(tail) || headNamed;
    // "the button for 'X'": the name of the button, not a place.
    const names = headIsBareRole && /^\s+(?:for|of)\s+$/i.test(match[0]) && roleAtEnd(tail) === null;
    if (headNamed && tailNamed && !names) {
      const isBareBeside = NEIGHBOUR.test(match[0]) && !isCalled(head);
      return { head, tail, isBelow: /under|below|beneath/i.test(match[0]), isBareBeside };
    }
  }
  return null;
}

type Split = {
  readonly head: string;
  readonly tail: string;
  readonly isBelow: boolean;
  /** "The button next to Yes": which neighbour that is, is not known. "The Edit button next to Ada" has a name. */
  readonly isBareBeside: boolean;
};

const NEIGHBOUR =
  /(?:^|\s)(?:beside|next to|near|close to|alongside|left of|right of|adjacent to|opposite|preceding|following)\s/i;

/** Whether something is named by more than its kind and its place in an order. */
function isCalled(head: string): boolean {
  const target = parseSimple(head, []);
  return (
    new RegExp(TOKEN).test(head) || (target !== null && target.text !== '' && target.text !== target.noun)
  );
}

function roleAtEnd(
  text: string,
): { readonly role: Role; readonly rest: string; readonly word: string } | null {
  for (const [words, role] of ROLE_WORDS) {
    const match = new RegExp(`(?:^|\\s)(${words})$`, 'i').exec(text);
    if (match !== null) return { role, rest: text.slice(0, match.index).trim(), word: match[1] ?? '' };
  }
  return null;
}

function roleAtStart(
  text: string,
): { readonly role: Role; readonly rest: string; readonly word: string } | null {
  for (const [words, role] of ROLE_WORDS) {
    const match = new RegExp(`^(${words})\\s+(?=\\S)`, 'i').exec(text);
    if (match === null) continue;
    const rest = text.slice(match[0].length);
    const named = NAMED.exec(rest)?.[0] ?? '';
    const name = rest.slice(named.length).replace(/^(?:the|an?)\s+(?=\uE000)/i, '');
    if (named !== '' || new RegExp(`^${TOKEN}`).test(name)) return { role, rest: name, word: match[1] ?? '' };
  }
  return null;
}

function nounOf(text: string): string | null {
  const last = text.split(/\s+/).at(-1) ?? '';
  return ITEM_NOUNS.test(last) ? last : null;
}

function parseSimple(phrase: string, parts: readonly MaskedPart[]): Target | null {
  if (isPointing(phrase)) return null;
  let text = phrase.trim().replace(DETERMINER, '');
  const full = unquote(text, parts);
  let ordinal: number | null = null;
  let extreme: Extreme | null = null;
  for (const [pattern, value] of ORDINALS) {
    if (pattern.test(text)) {
      ordinal = value;
      text = text.replace(pattern, '').trim();
      break;
    }
  }
  const numbered = /^(\d{1,3})(?:st|nd|rd|th)\s+/i.exec(text);
  if (numbered !== null) {
    ordinal = Number(numbered[1]);
    text = text.slice(numbered[0].length);
  }
  for (const [pattern, value] of EXTREMES) {
    if (pattern.test(text)) {
      extreme = value;
      text = text.replace(pattern, '').trim();
      break;
    }
  }
  // "the user 'Ada'": the quotes hold the name.
  const before = new RegExp(`^(\\S+) (?=${TOKEN}$)`).exec(text);
  if (before !== null && ITEM_NOUNS.test(before[1] ?? ''))
    text = `${text.slice(before[0].length)} ${before[1]}`;
  const role = roleAtStart(text) ?? roleAtEnd(text);
  const named = role === null ? text.replace(/^(?:(?:thing|one|element) )/i, '') : role.rest;
  const name = named
    .replace(/^(?:called|labelled|labeled|named|titled)\s+/i, '')
    .replace(DETERMINER, '')
    .trim();
  const noun = role === null && singlePart(name, parts) === null ? nounOf(name) : null;
  // "the 'Blue mug' product": the quotes hold the name.
  const inner = noun === null ? name : name.replace(/\s*\S+$/, '');
  const quoted = singlePart(inner, parts) !== null;
  const words = unquote(quoted ? inner : name, parts).trim();
  const value = role?.role === 'link' && !quoted ? words.replace(/(?<=\S)\s+page$/i, '') : words;
  // "the message", "the logo": the word that says the kind is all there is to go by.
  if (
    value === '' &&
    role?.role === 'text' &&
    ordinal === null &&
    !/^(?:texts?|paragraphs?|labels?)$/i.test(role.word)
  ) {
    return { ...EMPTY, text: role.word, fullText: full };
  }
  const isThing = value !== '' || role !== null || ordinal !== null;
  if (!isThing) return null;
  return {
    text: noun !== null && !quoted && (ordinal !== null || extreme !== null) ? withoutNoun(value) : value,
    fullText: full,
    quoted,
    role: noun !== null ? 'item' : (role?.role ?? null),
    noun: noun ?? role?.word ?? null,
    ordinal,
    extreme,
    within: null,
  };
}

function withoutNoun(value: string): string {
  return value.replace(/\s*\S+$/, '').replace(/^search$/i, '');
}
