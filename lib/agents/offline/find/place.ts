import type { Target } from '../language/intents.ts';
import { isKindWord } from '../language/kind-words.ts';
import { mentions, normalize, similarity, wordsOf } from '../language/words.ts';
import { attribute, childElements, contains, descendants, type PageElement } from '../page/dom.ts';
import { namesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import { headingLevel } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { textOf } from '../page/text.ts';
import { Refusal } from '../refusal.ts';
import { pickItem } from './groups.ts';
import { near } from './near.ts';
import type { Ranked } from './rank.ts';

const REGIONS: readonly (readonly [RegExp, readonly string[], readonly string[]])[] = [
  [/^(?:page |site )?header$|^banner$/i, ['header'], ['banner']],
  [/^(?:page |site )?footer$/i, ['footer'], ['contentinfo']],
  [
    /^(?:main |top |site |page )?(?:nav|navigation|menu|navbar)(?: (?:bar|menu|list))?$/i,
    ['nav'],
    ['navigation', 'menubar', 'menu'],
  ],
  [/^side ?bar$/i, ['aside'], ['complementary']],
  [/^article$/i, ['article'], ['article']],
  [/^main(?: (?:content|section|area|part))?$/i, ['main'], ['main']],
  [/^(?:dialog|modal|pop-?up)$/i, ['dialog'], ['dialog', 'alertdialog']],
  [/^form$/i, ['form'], ['form']],
  [/^list$/i, ['ul', 'ol'], ['list']],
];

/**
 * The part of the page that a place means: a region, an item, a row, a section with a heading.
 * @throws Refusal when several do.
 */
export function placeFor(page: Page, place: Target): PageElement | null {
  const [first, ...others] = placesFor(page, place);
  if (others.length > 0)
    throw new Refusal(`tell which '${place.fullText}' is meant: there are ${others.length + 1}`);
  return first ?? null;
}

/** All parts of the page that a place may mean, outermost ones only. */
function placesFor(page: Page, place: Target): readonly PageElement[] {
  const outer = place.within === null ? page.root : placeFor(page, place.within);
  if (outer === null) return [];
  const words = [place.text, place.fullText, `${place.text} ${place.noun ?? ''}`.trim()];
  const region = REGIONS.find(([pattern]) => words.some((text) => pattern.test(text)));
  if (region !== undefined && place.ordinal === null) {
    const [, tags, roles] = region;
    const found = descendants(outer).filter(
      (element) => tags.includes(element.tag) || roles.includes(attribute(element, 'role') ?? ''),
    );
    return found.filter((element) => !found.some((other) => other !== element && contains(other, element)));
  }
  const tables = tablesIn(outer);
  if (place.role === 'table' && place.text === '')
    return place.ordinal === null
      ? tables.map(({ element }) => element)
      : nthOf(
          tables.map(({ element }) => element),
          place.ordinal,
        );
  if (place.role === 'row' && place.ordinal !== null) {
    if (tables.length > 1) throw new Refusal(`tell which table is meant: there are ${tables.length}`);
    return nthOf(
      (tables[0]?.rows ?? []).map(({ element }) => element),
      place.ordinal,
    );
  }
  if (place.ordinal !== null || place.extreme !== null) return some(pickItem(outer, place));
  return place.role === 'row' ? rowsSaying(outer, place.text) : some(namedSection(outer, place, page));
}

const some = (element: PageElement | null): readonly PageElement[] => (element === null ? [] : [element]);

const nthOf = (elements: readonly PageElement[], ordinal: number): readonly PageElement[] =>
  some(elements.at(ordinal > 0 ? ordinal - 1 : ordinal) ?? null);

function rowsSaying(scope: PageElement, text: string): readonly PageElement[] {
  const rows = tablesIn(scope).flatMap((table) => table.rows);
  const exact = rows.filter(({ cells }) => cells.some((cell) => similarity(text, textOf(cell)) >= 0.95));
  const saying = exact.length > 0 ? exact : rows.filter(({ element }) => mentions(textOf(element), text));
  return saying.map(({ element }) => element);
}

const SECTIONS = new Set([
  'section',
  'article',
  'form',
  'fieldset',
  'aside',
  'dialog',
  'table',
  'ul',
  'ol',
  'div',
  'li',
  'main',
  'details',
]);

/** The smallest part whose own heading, legend or label is what is wanted. */
function namedSection(scope: PageElement, place: Target, page: Page): PageElement | null {
  if (place.text === '') return null;
  const wanted = [place.text, place.fullText];
  const fit = (name: string): number => Math.max(...wanted.map((text) => similarity(text, name)));
  const fitting = descendants(scope).flatMap((element) => {
    if (!SECTIONS.has(element.tag)) return [];
    const titled = titleIn(element);
    const labelled = attribute(element, 'aria-labelledby');
    const title = labelled === null ? undefined : page.ids.get(labelled);
    const names = namesOf(element, page.ids, page.labels).filter(
      ({ weight, text: name }) => weight < 0.9 || name === attribute(element, 'aria-label'),
    );
    const said = [
      ...(titled === null || holdsMore(element, titled) ? [] : [textOf(titled)]),
      ...(title === undefined ? [] : [textOf(title)]),
      ...names.map(({ text }) => text),
    ];
    const score = Math.max(0, ...said.map(fit));
    return score >= 0.75 ? [{ element, score }] : [];
  });
  const best = Math.max(0, ...fitting.map(({ score }) => score));
  const top = fitting.filter(({ score }) => score >= Math.min(best, 0.95)).map(({ element }) => element);
  const smallest = top.filter(
    (element) => !top.some((other) => other !== element && contains(element, other)),
  );
  if (smallest.length > 1)
    throw new Refusal(`tell which '${place.fullText}' is meant: there are ${smallest.length}`);
  return smallest[0] ?? null;
}

const isTitle = (element: PageElement): boolean =>
  headingLevel(element) !== null || /^(?:legend|caption|summary)$/.test(element.tag);

function titleIn(element: PageElement): PageElement | null {
  const own = childElements(element).find(isTitle);
  return (
    own ??
    childElements(childElements(element)[0] ?? element).find((child) => headingLevel(child) !== null) ??
    null
  );
}

/** Whether a part has other headings as high as its title, so that it is about more than that. */
function holdsMore(element: PageElement, title: PageElement): boolean {
  const level = headingLevel(title);
  return (
    level !== null &&
    descendants(element).some((inner) => inner !== title && (headingLevel(inner) ?? 9) <= level)
  );
}

/** Keeps the candidates that are in a place; none when nothing says that they are. */
export function inPlace(page: Page, place: Target, ranked: readonly Ranked[]): readonly Ranked[] {
  if (ranked.length === 0) return [];
  const scopes = placesFor(page, place);
  const inside = ranked.filter(({ element }) => scopes.some((scope) => contains(scope, element)));
  const isPart = place.role === 'section' || place.ordinal !== null || place.extreme !== null;
  if (inside.length > 0 || isPart) return inside;
  return near(page, wordsOfPlace(page, place), ranked);
}

/**
 * The words that must stand near: kinds of things ("the post by Ada") need not, nor what the page's headings say
 * ("the Mobile project" below "Projects").
 */
function wordsOfPlace(page: Page, place: Target): string {
  const all = normalize(place.fullText).split(' ');
  if (place.quoted)
    return `${place.text} ${place.within === null ? '' : wordsOfPlace(page, place.within)}`.trim();
  const rest = all.filter((word) => !isKindWord(word));
  const headings = new Set(
    page.elements
      .filter((element) => isTitle(element) || element.tag === 'th')
      .flatMap((element) => wordsOf(textOf(element))),
  );
  const own = rest.filter((word) => !wordsOf(word).every((stem) => headings.has(stem)));
  return (own.length > 0 ? own : rest).join(' ');
}
