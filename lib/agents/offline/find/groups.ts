import type { Extreme, Target } from '../language/intents.ts';
import { isKindWord } from '../language/kind-words.ts';
import { similarity } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { attribute, childElements, contains, descendants, type PageElement } from '../page/dom.ts';
import { type Group, groupsIn } from '../page/groups.ts';
import { controlKind, headingLevel } from '../page/roles.ts';
import { linesOf, textOf } from '../page/text.ts';
import { hasMoney, isFree, moneyIn, ratingIn } from '../page/values.ts';

/** Nouns that fit any group. */
const GENERIC =
  /^(?:items?|results?|search results?|entr(?:y|ies)|cards?|records?|elements?|things?|hits?|matches|listings?|list items?)?$/i;
const SOLD =
  /^(?:products?|items?|offers?|books?|hotels?|flights?|tours?|trips?|rooms?|courses?|plans?|articles?)$/i;

/** A group, how likely it is what is asked for, and whether the words around it say the noun. */
export type RankedGroup = { readonly group: Group; readonly score: number; readonly named: number };

/** How well each group of a scope answers to a noun, best first. */
export function rankGroups(scope: PageElement, noun: string): readonly RankedGroup[] {
  const groups = groupsIn(scope);
  const title =
    noun === ''
      ? []
      : descendants(scope)
          .filter((element) => headingLevel(element) === 1)
          .map(textOf);
  const articles = descendants(scope).filter(isArticle).length;
  return groups
    .map((group) => {
      const isPosts = POSTS.test(noun) && articles > 1 && group.items.filter(isArticle).length === articles;
      const isTitled =
        !group.marginal && title.some((words) => similarity(noun, words) >= 0.95) && areHeaded(group);
      const named = Math.max(nounScore(group, noun), isPosts ? 0.6 : 0, isTitled ? 0.55 : 0);
      return { group, score: groupScore(group, groups, noun) + named, named: named >= NAMED ? named : 0 };
    })
    .sort((left, right) => right.score - left.score);
}

/** Cards below the title of a page may be what it is called. */
const areHeaded = ({ items }: Group): boolean =>
  items.every((item) => descendants(item).some((element) => headingLevel(element) !== null));

const NAMED = 0.52;
/** So good must be the group that is meant by a noun that is not said of it. */
export const GOOD = 0.35;
/** So good is a group that may be meant as well. */
export const MAYBE = 0.1;

/**
 * The group that a noun means; `null` when nothing on the page is like it.
 * @throws OpenQuestion when several do.
 */
export function groupFor(
  scope: PageElement,
  noun: string,
  may: (group: Group) => boolean = () => true,
): Group | null {
  const fitting = rankGroups(scope, noun).filter(
    ({ named, group, score }) =>
      may(group) && ((named > 0 && score > 0.4) || (isGeneric(noun) && score > MAYBE && !group.marginal)),
  );
  const best = onlyGroup(fitting, noun);
  return fitting.some(({ group, named, score }) => group === best && (named > 0 || score > GOOD))
    ? best
    : null;
}

/** Nouns of one word that may mean any list. */
export const isGeneric = (noun: string): boolean => GENERIC.test(noun.trim()) || SOLD.test(noun.trim());

/**
 * The best of the groups that fit, if no other is as good: one that is called just so is better than one that is called
 * so among other words, and that than one that is not.
 */
export function onlyGroup(fitting: readonly RankedGroup[], noun: string): Group | null {
  const grade = ({ named }: RankedGroup): number => (named >= 0.95 ? 2 : named > 0 ? 1 : 0);
  const best = Math.max(0, ...fitting.map(grade));
  const [first, ...others] = fitting.filter((each) => grade(each) === best);
  if (first === undefined) return null;
  const other = others.find(({ group }) => isApart(first.group, group));
  if (other !== undefined)
    throw new OpenQuestion(
      `tell which list is meant by '${noun === '' ? 'items' : noun}': ${sample(first.group)} or ${sample(other.group)}`,
    );
  return first.group;
}

/**
 * A list inside an item of another, or around it, is no second one, unless it holds things of their own (cards in
 * columns, replies to comments); nor are the same items found twice.
 */
function isApart(left: Group, right: Group): boolean {
  const holds = (outer: Group, inner: Group): boolean =>
    outer.items.some((item) =>
      [item, ...childElements(item)].some((part) => inner.items.some((each) => contains(part, each))),
    );
  if (!holds(left, right) && !holds(right, left)) return true;
  return holdsThings(left, right) || holdsThings(right, left);
}

function holdsThings(outer: Group, inner: Group): boolean {
  const isInside = outer.items.some(
    (item) =>
      inner.items.filter((each) => [item, ...childElements(item)].some((part) => contains(part, each)))
        .length > 1,
  );
  return (
    isInside &&
    !outer.items.some((item) => inner.items.includes(item)) &&
    inner.items.every(
      (item) => descendants(item).some((each) => headingLevel(each) !== null) || linesOf(item).length > 2,
    )
  );
}

const sample = ({ items }: Group): string =>
  `${items
    .slice(0, 2)
    .map((item) => `'${textOf(item).slice(0, 30)}'`)
    .join(', ')}${items.length > 2 ? ', …' : ''}`;

/** Whether a noun means the rows of a table, whatever is in them. */
export function meansTableRows(noun: string): boolean {
  return /^(?:table )?rows?$/i.test(noun);
}

function nounScore(group: Group, noun: string): number {
  if (noun === '') return 0;
  if (group.kind === 'table' && meansTableRows(noun)) return 1;
  if (group.kind === 'list' && /^list items?$/i.test(noun)) return 0.6;
  // Only the first column is called as the rows are; the others are properties ("Replies" of threads).
  const head = group.headers.find((header) => /\p{L}/u.test(header));
  const headed = head === undefined ? [] : [similarity(noun, head) * 0.8];
  // "the latest articles" below "Latest".
  const last = noun.split(' ').at(-1) ?? '';
  const kindless = isKindWord(last) ? noun.slice(0, -last.length).trim() : '';
  const said = group.context
    .split(' · ')
    .map((words) => Math.max(similarity(noun, words), kindless === '' ? 0 : similarity(kindless, words)));
  return Math.max(0, ...headed, ...said);
}

const POSTS = /^(?:posts?|articles?|story|stories)$/i;
const isArticle = (item: PageElement): boolean =>
  item.tag === 'article' || attribute(item, 'role') === 'article';

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

/**
 * The item that "the second result", "the last product" or "the cheapest book" means.
 * @throws OpenQuestion when several are meant alike.
 */
export function pickItem(scope: PageElement, target: Target): PageElement | null {
  const noun = target.noun ?? target.text;
  const { extreme } = target;
  const isValued = ({ items }: Group): boolean =>
    extreme === null || items.some((item) => amountOf(item, extreme) !== null);
  const group = groupFor(scope, target.text === '' ? noun : `${target.text} ${noun}`, isValued);
  if (group === null) return null;
  if (extreme !== null) return extremeItem(group.items, extreme, target.ordinal ?? 1);
  if (target.ordinal === null && group.items.length > 1) return null;
  const ordinal = target.ordinal ?? 1;
  return group.items.at(ordinal > 0 ? ordinal - 1 : ordinal) ?? null;
}

function amountOf(item: PageElement, { of }: Extreme): number | null {
  if (of === 'rating') return ratingIn(item)?.amount ?? null;
  return moneyIn(item)?.amount ?? (linesOf(item).some(isFree) ? 0 : null);
}

/** The n-th by value. Where two before it, or beside it, have the same, there is no such one. */
function extremeItem(items: readonly PageElement[], extreme: Extreme, ordinal: number): PageElement | null {
  const { of, pick } = extreme;
  const valued = items.flatMap((item) => {
    const amount = amountOf(item, extreme);
    return amount === null ? [] : [{ item, amount }];
  });
  if (ordinal < 1 || (ordinal > 1 && valued.length < items.length))
    throw new OpenQuestion(`tell which one is meant: not all of them have a ${of}`);
  const ordered = valued.sort((left, right) =>
    pick === 'lowest' ? left.amount - right.amount : right.amount - left.amount,
  );
  const upTo = ordered.slice(0, ordinal + 1).map(({ amount }) => amount);
  if (new Set(upTo).size < upTo.length)
    throw new OpenQuestion(`tell which one has the ${pick} ${of}: several have the same`);
  return ordered[ordinal - 1]?.item ?? null;
}
