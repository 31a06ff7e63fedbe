import { mentions, normalize } from '../language/words.ts';
import { ancestors, attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { groupsIn } from '../page/groups.ts';
import { namesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import { linesOf, textOf } from '../page/text.ts';
import type { Ranked } from './rank.ts';

/**
 * Of like candidates ("Buy", "Buy"), those whose own name, or whose own part of the page, says the words. A part that
 * holds several candidates says nothing about which is meant; and the item that a candidate is in is the largest part
 * that tells of it.
 */
export function near(page: Page, words: string, ranked: readonly Ranked[]): readonly Ranked[] {
  if (words === '') return [];
  const items = new Set(groupsIn(page.root).flatMap((group) => (group.items.length > 2 ? group.items : [])));
  const graded = ranked.flatMap((candidate) => {
    const grade = gradeOf(page, words, candidate, ranked, items);
    return grade === 0 ? [] : [{ candidate, grade }];
  });
  const best = Math.max(0, ...graded.map(({ grade }) => grade));
  return graded.filter(({ grade }) => grade === best).map(({ candidate }) => candidate);
}

/** 2: says just the words; 1: says them among others; 0: does not say them. */
function gradeOf(
  page: Page,
  words: string,
  { element }: Ranked,
  ranked: readonly Ranked[],
  items: ReadonlySet<PageElement>,
): number {
  const names = namesOf(element, page.ids, page.labels);
  if (names.some(({ text, weight }) => weight >= 0.9 && mentions(text, words))) return 2;
  const isInItem = ancestors(element).some(isItem);
  for (const up of ancestors(element)) {
    if (up.tag === 'body' || up.tag === 'html' || sharesWith(up, element, ranked)) return 0;
    if (mentions(`${textOf(up)} ${attribute(up, 'aria-label') ?? ''}`, words)) {
      const plain = normalize(words);
      const said = [up, ...descendants(up)].flatMap((part) => [...linesOf(part), textOf(part)]);
      return said.some((text) => normalize(text) === plain) ? 2 : 1;
    }
    if (isInItem ? isItem(up) : items.has(up)) return 0;
  }
  return 0;
}

const sharesWith = (part: PageElement, element: PageElement, ranked: readonly Ranked[]): boolean =>
  ranked.some(
    ({ element: other }) =>
      other !== element && contains(part, other) && !contains(element, other) && !contains(other, element),
  );

const isItem = (element: PageElement): boolean =>
  /^(?:li|tr|article|form|fieldset)$/.test(element.tag) ||
  /^(?:listitem|row|article|option)$/.test(attribute(element, 'role') ?? '');
