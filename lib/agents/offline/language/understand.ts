import { type Fragment, fragmentsOf, startsWithNoun, stripFiller } from './clauses.ts';
import type { Clause, Intent, Target } from './intents.ts';
import { parseAction } from './parse-action.ts';
import { parseQuery } from './parse-query.ts';
import { parseTarget } from './parse-target.ts';
import { type MaskedPart, mask, unmask } from './quotes.ts';

/** Reads a prompt into clauses. Nothing is done with half-understood prompts: one unknown clause fails the whole. */
export function understand(prompt: string): Understanding {
  const { text, parts } = mask(prompt);
  const fragments = fragmentsOf(text);
  if (fragments.length === 0) return { understood: false, clauses: [], unknown: prompt.trim() };
  const farthest = { at: 0, clauses: [] as readonly Clause[] };
  const clauses = read({ fragments, parts, at: 0, before: [], farthest, hopeless: new Set() });
  if (clauses !== null) return { understood: true, clauses: lookUps(clauses) };
  const unknown = unmask(stripFiller(fragments[farthest.at]?.text ?? ''), parts);
  return { understood: false, clauses: farthest.clauses, unknown };
}

/** A whole prompt, understood to the last clause, or else the clause that was not. */
export type Understanding =
  | { readonly understood: true; readonly clauses: readonly Clause[] }
  | { readonly understood: false; readonly clauses: readonly Clause[]; readonly unknown: string };

/** At most this many fragments are read as one clause. */
const MAX_JOINED = 6;
const PRESS_ENTER =
  /^(?:press|hit|push|tap|use|type)(?: the)? ['"“\uE000]?(?:enter|return)\b['"”]?(?: key)?(?: on (?:the|your) keyboard)?$/i;

type Reading = {
  readonly fragments: readonly Fragment[];
  readonly parts: readonly MaskedPart[];
  readonly at: number;
  readonly before: readonly Clause[];
  readonly farthest: { at: number; clauses: readonly Clause[] };
  /** Places from which the rest cannot be read: each is tried once. */
  readonly hopeless: Set<number>;
};

/** Finest cut first; where a piece means nothing by itself, it is joined with what follows. */
function read(reading: Reading): readonly Clause[] | null {
  const { fragments, parts, at, before, farthest, hopeless } = reading;
  if (at >= fragments.length) return before;
  if (hopeless.has(at)) return null;
  if (at > farthest.at || farthest.clauses.length === 0) {
    farthest.at = at;
    farthest.clauses = before;
  }
  for (let count = 1; count <= Math.min(MAX_JOINED, fragments.length - at); count += 1) {
    const joined = fragments
      .slice(at, at + count)
      .map((fragment, index) => (index === 0 ? fragment.text : fragment.separator + fragment.text))
      .join('');
    if (count > 1 && !mayJoin(fragments, at, at + count - 1)) break;
    const after = withClause(stripFiller(joined), parts, before);
    if (after === null) continue;
    const rest = read({ ...reading, at: at + count, before: after });
    if (rest !== null) return rest;
  }
  hopeless.add(at);
  return null;
}

const ABBREVIATION =
  /\b(?:st|mr|mrs|ms|dr|no|nr|inc|ltd|co|vs|e\.g|i\.e|etc|approx|jr|sr|max|min|avg|dept|vol|tel|incl|excl|est|[A-Z])$/i;

/** "In the name field, type Ada" is one clause, "St. John" one name; "… and buy it" is never part of what was before. */
function mayJoin(fragments: readonly Fragment[], first: number, next: number): boolean {
  const opening = stripFiller(fragments[first]?.text ?? '');
  const fragment = fragments[next];
  if (fragment === undefined || /\n|;|then|after|finally/i.test(fragment.separator)) return false;
  if (/[.!?]/.test(fragment.separator)) return ABBREVIATION.test(fragments[next - 1]?.text ?? '');
  return /^(?:in|into|on)\b|\bform (?:with|using)\b/i.test(opening) || startsWithNoun(fragment.text);
}

/** A second instruction that was swallowed by a name or a value: "shoes and buy the first". */
const SWALLOWED =
  /(?:,|\band\b|\bthen\b)\s+(?:then\s+)?(?!(?:the|in|of|for|on|to|with|a|an)\b)[a-z]+\s+(?:an?|the|me|my|it|us|them)\b/i;

function withClause(
  text: string,
  parts: readonly MaskedPart[],
  before: readonly Clause[],
): readonly Clause[] | null {
  const words = unmask(text, parts);
  if (SWALLOWED.test(text) && !/^(?:in|into|on)\b/i.test(text)) return null;
  if (PRESS_ENTER.test(words)) return withEnter(before, words);
  const inField =
    /^(.+?)(?:,? and|,|,? followed by) (?:press|hit)(?:ing)? (?:the )?(?:enter|return)(?: key)?$/i.exec(
      text,
    )?.[1];
  if (inField !== undefined) {
    const typed = withClause(inField, parts, before);
    return typed === null ? null : withEnter(typed, words);
  }
  const resolved = resolveIt(text, parts, before);
  const intents = resolved ?? parseAction(text, parts);
  if (intents !== null) return [...before, ...intents.map((intent) => ({ words, intent }))];
  const verified = /^(?:verify|ensure|make sure|confirm|assert)(?: that)? (.+)$/i.exec(text)?.[1];
  const query = parseQuery(verified === undefined ? text : `whether ${verified}`, parts);
  if (query === null) return null;
  return [...before, { words, intent: { kind: verified === undefined ? 'query' : 'verify', query } }];
}

function withEnter(before: readonly Clause[], words: string): readonly Clause[] | null {
  const last = before.at(-1);
  if (last === undefined) return null;
  const { intent } = last;
  if (intent.kind === 'search') return before;
  if (intent.kind !== 'fill') return null;
  return [
    ...before.slice(0, -1),
    {
      words: last.words === words ? words : `${last.words} and ${words}`,
      intent: { ...intent, pressEnter: true },
    },
  ];
}

/** "… and click it": the thing of the clause before. */
function resolveIt(
  text: string,
  parts: readonly MaskedPart[],
  before: readonly Clause[],
): readonly Intent[] | null {
  const match = /^(.*?\b)(?:it|that one|this one)$/i.exec(text);
  if (match === null || /^(?:submit|send)\b/i.test(text)) return null;
  const target = targetOf(before.at(-1));
  if (target === null) return null;
  const intents = parseAction(`${match[1]}thing`, parts);
  return intents?.map((intent) => ('target' in intent ? ({ ...intent, target } as Intent) : intent)) ?? null;
}

const FIND = /^(?:find|locate|look for|look at)\s+(.+)$/i;

function targetOf(clause: Clause | undefined): Target | null {
  if (clause === undefined) return null;
  const { intent, words } = clause;
  if (/^(?:fill|select|check|submit)$/.test(intent.kind)) return null;
  if (intent.kind === 'query') {
    if (intent.query.kind === 'text' || intent.query.kind === 'exists') return intent.query.target;
    const named = FIND.exec(mask(words).text)?.[1];
    return named === undefined ? null : parseTarget(named, mask(words).parts);
  }
  return 'target' in intent ? intent.target : null;
}

/** "Find the 'Mug' product, and …": only at the end of a task is it a question, before that it is to be looked up. */
function lookUps(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.map((clause, index) => {
    const { intent, words } = clause;
    const masked = mask(words);
    const named = FIND.exec(masked.text)?.[1];
    if (named === undefined || index === clauses.length - 1) return clause;
    if (intent.kind !== 'query' || intent.query.kind !== 'value') return clause;
    const target = parseTarget(named, masked.parts);
    return target === null ? clause : { words, intent: { kind: 'scroll-until', direction: null, target } };
  });
}
