import type { Target } from '../language/intents.ts';
import { normalize, similarity, withoutSort, wordsOf } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { attribute, contains, type PageElement } from '../page/dom.ts';
import type { Control, Page } from '../page/page.ts';
import { type ControlKind, controlKind } from '../page/roles.ts';

/** A candidate with how well it fits: one of the grades below, a little less for kinds that were not asked for. */
export type Ranked = { readonly element: PageElement; readonly score: number };

/** The name says just the words. */
export const EXACT = 0.9;
/** The name says the words and more ("terms" for "I accept the terms"), or only the markup says them. */
export const HINT = 0.55;

/** Names that count at least so much are what a user sees. */
const SEEN = 0.9;

/** How well a text says the words of a target: 1, 0.95 (in other words), 0.6 (and more words) or 0. */
export function fits(target: Target, text: string): number {
  if (target.quoted) return Math.max(literal(target.text, text), literal(target.fullText, text));
  const plain = graded(target, target.text, text);
  // "First name": the ordinal belongs to the label. "Search button": so does the role.
  const kindless =
    target.noun === null
      ? target.fullText
      : target.fullText.replace(new RegExp(`\\s+${target.noun}$`, 'i'), '');
  const full =
    target.fullText === target.text
      ? 0
      : Math.max(graded(target, target.fullText, text), graded(target, kindless, text));
  return Math.max(plain, full >= EXACT ? full : 0);
}

/** Quotes mean these words, but for case, punctuation, and what a name adds in brackets, after a dash or as a price. */
function literal(wanted: string, there: string): number {
  const plain = normalize(wanted) || wanted.trim();
  if (plain === '') return 0;
  if (plain === (normalize(there) || there.trim())) return 1;
  return plain === normalize(headOf(there)) ? 0.95 : 0;
}

/** Words of buttons that say what a click does to what they are called. */
const OPENERS = ['open', 'toggle'];

const headOf = (name: string): string => name.split(/\s*[(*]|\s+[–—-]\s+|:?\s+(?=[$€£¥]\s?\d)/)[0] ?? '';

function graded(target: Target, wanted: string, there: string): number {
  if (normalize(wanted) === '') return 0;
  const exact = Math.max(literal(wanted, there), similarity(wanted, there) >= 0.95 ? 0.95 : 0);
  if (exact > 0) return exact;
  const short = withoutSort(wanted);
  if (short !== wanted && similarity(short, there) >= 0.95) return 0.6;
  if (similarity(wanted, there) === 0 || isAnother(wanted, there)) return 0;
  // "Add to cart" for the mug: a button may say both, "Add the mug to cart".
  const said = new Set([
    ...OPENERS,
    ...wordsOf(wanted),
    ...(target.within === null ? [] : wordsOf(target.within.fullText)),
  ]);
  return wordsOf(there).every((word) => said.has(word)) ? 0.95 : 0.6;
}

/** "Confirm password" is another field than "Password". */
const isAnother = (wanted: string, there: string): boolean =>
  wordsOf(there).some((word) => ANOTHER.test(word) && !wordsOf(wanted).includes(word));

const ANOTHER =
  /^(?:confirm|confirmation|repeat|retype|verify|again|new|old|second|secondary|alternative|other)$/;

/** Ranks controls of the given kinds; earlier kinds are preferred. Best first, then in document order. */
export function rankControls(page: Page, target: Target, kinds: readonly ControlKind[]): readonly Ranked[] {
  const ranked: Ranked[] = [];
  const called: Ranked[] = [];
  for (const control of page.controls) {
    const place = kinds.indexOf(control.kind);
    if (place < 0) continue;
    const score = nameScore(control, target) * (place === 0 || target.role === null ? 1 : 0.95);
    if (score > 0) ranked.push({ element: control.element, score });
    if (target.ordinal === null || target.text === '') continue;
    const own = nameScore(control, { ...target, text: withOrdinal(target), ordinal: null });
    if (own >= EXACT) called.push({ element: control.element, score: own });
  }
  // "The last name" is a field of that name, where there is one, and not the last one that is called "name".
  return sorted(called.length > 0 ? called : ranked);
}

/** "last name" of "the last name field" */
function withOrdinal({ fullText, text }: Target): string {
  const at = fullText.toLowerCase().indexOf(text.toLowerCase());
  return at < 0 ? fullText : fullText.slice(0, at + text.length).replace(/^the /i, '');
}

function nameScore(control: Control, target: Target): number {
  return Math.max(
    0,
    ...control.names.map(({ text, weight }) => {
      const fit = fits(target, text);
      if (weight >= SEEN) return fit;
      const isOther = control.names.some(
        (name) => name.weight >= SEEN && isAnother(target.fullText, name.text),
      );
      return fit >= EXACT && !target.quoted && !isOther ? 0.6 : 0;
    }),
  );
}

export function isDisabled(element: PageElement): boolean {
  return element.attributes.has('disabled') || element.attributes.get('aria-disabled') === 'true';
}

export function sorted(ranked: readonly Ranked[]): readonly Ranked[] {
  return [...ranked].sort(
    (left, right) => right.score - left.score || left.element.order - right.element.order,
  );
}

/**
 * The one that fits best, or the n-th of those that fit as well (negative: from the end).
 * @throws OpenQuestion when several fit as well and nothing says which.
 */
export function pick(ranked: readonly Ranked[], target: Target): PageElement | null {
  // "The first name field" is no first one of several that are called something with "name".
  const isExact = target.ordinal === null || target.text === '';
  const equal = equals(isExact ? ranked : ranked.filter(({ score }) => score >= EXACT));
  if (target.ordinal !== null)
    return equal.at(target.ordinal > 0 ? target.ordinal - 1 : target.ordinal) ?? null;
  const [first, ...others] = equal;
  if (first === undefined) return null;
  const other = others.filter((each) => !isSame(first, each));
  if (other.length > 0)
    throw new OpenQuestion(
      `tell which '${target.text === '' ? target.fullText : target.text}' is meant: ${other.length + 1} of them fit (say in which row or section, or which in order)`,
    );
  return first;
}

/** Those that fit as well as the best, in document order; of one within another, the inner. */
export function equals(ranked: readonly Ranked[]): readonly PageElement[] {
  const best = Math.max(0, ...ranked.map(({ score }) => score));
  const top = ranked.filter(({ score }) => score >= best - 0.04).map(({ element }) => element);
  return top
    .filter((element) => !top.some((other) => other !== element && contains(element, other)))
    .sort((left, right) => left.order - right.order);
}

/** Links to the same place are one thing. */
function isSame(left: PageElement, right: PageElement): boolean {
  const href = attribute(left, 'href');
  return (
    href !== null &&
    !/^#?$|^javascript:/i.test(href) &&
    href === attribute(right, 'href') &&
    controlKind(left) === controlKind(right)
  );
}
