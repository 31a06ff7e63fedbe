import type { Target } from '../language/intents.ts';
import { mentions, similarity, wordsOf } from '../language/words.ts';
import { attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { type Group, groupsIn } from '../page/groups.ts';
import type { Page } from '../page/page.ts';
import { controlKind, headingLevel } from '../page/roles.ts';
import { textOf } from '../page/text.ts';
import { hasMoney, moneyIn, ratingIn } from '../page/values.ts';

/** Nouns that fit any group. */
const GENERIC =
  /^(?:items?|results?|search results?|entr(?:y|ies)|cards?|records?|elements?|things?|hits?|matches|listings?|list items?)?$/i;
const SOLD =
  /^(?:products?|items?|offers?|books?|hotels?|flights?|tours?|trips?|rooms?|courses?|plans?|articles?)$/i;

/** How well each group of a scope answers to a noun, best first. */
export function rankGroups(
  scope: PageElement,
  noun: string,
): readonly { readonly group: Group; readonly score: number; readonly named: boolean }[] {
  const groups = groupsIn(scope);
  return groups
    .map((group) => {
      const named = nounScore(group, noun);
      return { group, score: groupScore(group, groups, noun) + named, named: named >= 0.52 };
    })
    .sort((left, right) => right.score - left.score);
}

/** The group that a noun means; `null` when nothing on the page is like it. */
export function groupFor(scope: PageElement, noun: string): Group | null {
  const ranked = rankGroups(scope, noun);
  const generic = GENERIC.test(noun.trim()) || SOLD.test(noun.trim());
  const fit = ranked.find(
    ({ named, group, score }) => (named && score > 0.4) || (generic && score > 0.35 && !group.marginal),
  );
  return fit?.group ?? null;
}

/** Whether a noun means the rows of a table, whatever is in them. */
export function meansTableRows(noun: string): boolean {
  return /^(?:table )?rows?$/i.test(noun);
}

function nounScore(group: Group, noun: string): number {
  if (noun === '') return 0;
  if (group.kind === 'table' && meansTableRows(noun)) return 1;
  if (group.kind === 'list' && /^list items?$/i.test(noun)) return 0.6;
  const headed = group.headers.map((header) => similarity(noun, header) * 0.8);
  return Math.max(0, ...headed, ...group.context.split(' · ').map((words) => similarity(noun, words)));
}

function groupScore(group: Group, all: readonly Group[], noun: string): number {
  const { items } = group;
  const share = (test: (item: PageElement) => boolean): number => items.filter(test).length / items.length;
  const texts = items.map(textOf);
  const average = texts.reduce((sum, text) => sum + text.length, 0) / items.length;
  let score = Math.min(items.length, 10) * 0.02;
  if (SOLD.test(noun.trim()) || noun === '') score += 0.4 * share((item) => hasMoney(textOf(item)));
  score +=
    0.2 *
    share((item) =>
      descendants(item).some((inner) => headingLevel(inner) !== null || controlKind(inner) === 'link'),
    );
  score += average >= 12 ? 0.2 : 0;
  score += group.kind === 'cards' ? 0 : 0.15;
  score -= average < 4 ? 0.3 : 0;
  score -= group.marginal ? 0.6 : 0;
  score -=
    0.5 *
    share((item) =>
      descendants(item).some((inner) => /^(?:text|select|radio)$/.test(controlKind(inner) ?? '')),
    );
  const holdsGroup = all.some(
    (other) =>
      other !== group &&
      other.items.length >= 3 &&
      !other.marginal &&
      group.container !== other.container &&
      items.some((item) => contains(item, other.container)) &&
      other.items.length > items.length,
  );
  return score - (holdsGroup ? 0.35 : 0) + (items.length === 1 ? -0.1 : 0.05);
}

/** The item that "the second result", "the last product" or "the cheapest book" means. */
export function pickItem(page: Page, scope: PageElement, target: Target): PageElement | null {
  const noun = target.noun ?? target.text;
  const named = target.text === '' ? noun : `${target.text} ${noun}`;
  const group = groupFor(scope, named) ?? groupFor(scope, noun);
  if (group === null) return null;
  const items = target.text === '' ? group.items : filterItems(group.items, target.text, noun, group.context);
  if (target.extreme !== null) return extremeItem(items, target.extreme.of, target.extreme.pick);
  const ordinal = target.ordinal ?? 1;
  void page;
  return items.at(ordinal > 0 ? ordinal - 1 : ordinal) ?? null;
}

/** Items that say the words that go with the noun; all of them when the words only repeat the noun. */
export function filterItems(
  items: readonly PageElement[],
  text: string,
  noun: string,
  context = '',
): readonly PageElement[] {
  const nouns = new Set([...wordsOf(noun), ...(context === '' ? [] : wordsOf(context))]);
  const words = wordsOf(text).filter((word) => !nouns.has(word));
  if (words.length === 0) return items;
  return items.filter((item) =>
    mentions(`${textOf(item)} ${attribute(item, 'aria-label') ?? ''}`, words.join(' ')),
  );
}

function extremeItem(
  items: readonly PageElement[],
  of: 'price' | 'rating',
  which: 'lowest' | 'highest',
): PageElement | null {
  let best: { readonly item: PageElement; readonly value: number } | null = null;
  for (const item of items) {
    const value = of === 'price' ? moneyIn(item) : ratingIn(item);
    if (value === null) continue;
    const better =
      best === null || (which === 'lowest' ? value.amount < best.value : value.amount > best.value);
    if (better) best = { item, value: value.amount };
  }
  return best?.item ?? null;
}
