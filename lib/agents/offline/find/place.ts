import type { Target } from '../language/intents.ts';
import { mentions, similarity } from '../language/words.ts';
import { ancestors, attribute, childElements, contains, descendants, type PageElement } from '../page/dom.ts';
import { namesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import { headingLevel } from '../page/roles.ts';
import { tablesIn } from '../page/tables.ts';
import { textOf } from '../page/text.ts';
import { pickItem } from './groups.ts';
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
  [/^(?:\w+ )?form$/i, ['form'], ['form']],
];

/** The part of the page that a place means: a region, an item, a row, a section with a heading. */
export function placeFor(page: Page, place: Target): PageElement | null {
  const outer = place.within === null ? page.root : (placeFor(page, place.within) ?? page.root);
  const words = [place.text, place.fullText, `${place.text} ${place.noun ?? ''}`.trim()];
  for (const [pattern, tags, roles] of REGIONS) {
    if (!words.some((text) => pattern.test(text))) continue;
    const region = descendants(outer).find(
      (element) => tags.includes(element.tag) || roles.includes(attribute(element, 'role') ?? ''),
    );
    if (region !== undefined) return region;
  }
  if (place.role === 'table') {
    const tables = tablesIn(outer);
    const index = place.ordinal === null ? 0 : place.ordinal > 0 ? place.ordinal - 1 : place.ordinal;
    if (place.text === '') return tables.at(index)?.element ?? null;
  }
  if (place.role === 'row' && place.ordinal !== null) {
    const row = tablesIn(outer)[0]?.rows.at(place.ordinal > 0 ? place.ordinal - 1 : place.ordinal);
    if (row !== undefined) return row.element;
  }
  if (place.ordinal !== null || place.extreme !== null) return pickItem(page, outer, place);
  if (place.role === 'list' && place.text === '')
    return descendants(outer).find(({ tag }) => tag === 'ul' || tag === 'ol') ?? null;
  return place.role === 'row' ? rowSaying(outer, place.text) : namedSection(outer, place.text, page);
}

function rowSaying(scope: PageElement, text: string): PageElement | null {
  const rows = tablesIn(scope).flatMap((table) => table.rows);
  const exact = rows.find(({ cells }) => cells.some((cell) => similarity(text, textOf(cell)) >= 0.95));
  return (exact ?? rows.find(({ element }) => mentions(textOf(element), text)))?.element ?? null;
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
function namedSection(scope: PageElement, text: string, page: Page): PageElement | null {
  if (text === '') return null;
  let best: { readonly element: PageElement; readonly score: number } | null = null;
  for (const element of descendants(scope)) {
    if (!SECTIONS.has(element.tag)) continue;
    const titled =
      childElements(element).find(
        (child) => headingLevel(child) !== null || /^(?:legend|caption|summary)$/.test(child.tag),
      ) ?? childElements(childElements(element)[0] ?? element).find((child) => headingLevel(child) !== null);
    const names = namesOf(element, page.ids, page.labels).filter(
      ({ weight, text: name }) => weight < 0.9 || name === attribute(element, 'aria-label'),
    );
    const labelled = attribute(element, 'aria-labelledby');
    const title = labelled === null ? undefined : page.ids.get(labelled);
    const score = Math.max(
      titled === undefined ? 0 : similarity(text, textOf(titled)),
      title === undefined ? 0 : similarity(text, textOf(title)),
      ...names.map((name) => similarity(text, name.text)),
    );
    if (
      score >= 0.75 &&
      (best === null || score > best.score + 0.05 || (score >= best.score && contains(best.element, element)))
    ) {
      best = { element, score };
    }
  }
  return best?.element ?? null;
}

/** Keeps the candidates that are in a place. */
export function inPlace(page: Page, place: Target, ranked: readonly Ranked[]): readonly Ranked[] {
  const scope = placeFor(page, place);
  if (scope !== null) {
    const inside = ranked.filter(({ element }) => contains(scope, element));
    if (inside.length > 0) return inside;
  }
  return nearest(page, place, ranked);
}

/**
 * Of like candidates ("Buy", "Buy"), the one in the smallest part of the page that also says the place's words.
 * A part that holds several of them says nothing about which is meant, so then there is none.
 */
function nearest(page: Page, place: Target, ranked: readonly Ranked[]): readonly Ranked[] {
  // "The Mobile project": that it is a project need not be written next to it, that it is Mobile must be.
  const shorter = place.quoted ? null : /^(.+) \S+$/.exec(place.text)?.[1];
  for (const words of [place.text, shorter ?? '']) {
    const near = nearWords(page, words, ranked);
    if (near.length === 1) return near;
  }
  // "The message from Ben" likewise.
  return place.within === null || place.quoted ? [] : nearest(page, place.within, ranked);
}

function nearWords(page: Page, words: string, ranked: readonly Ranked[]): readonly Ranked[] {
  if (words === '') return [];
  const sized = ranked.flatMap((candidate) => {
    const names = namesOf(candidate.element, page.ids, page.labels);
    if (names.some(({ text, weight }) => weight >= 0.9 && mentions(text, words)))
      return [{ candidate, size: 0 }];
    for (const up of ancestors(candidate.element)) {
      if (up.tag === 'body' || up.tag === 'html') break;
      const text = textOf(up);
      if (mentions(text, words)) return [{ candidate, size: text.length }];
    }
    return [];
  });
  const smallest = Math.min(...sized.map(({ size }) => size));
  const near = sized.filter(({ size }) => size === smallest).map(({ candidate }) => candidate);
  const best = Math.max(...near.map(({ score }) => score));
  return near.filter(({ score }) => score >= best - 0.04);
}
