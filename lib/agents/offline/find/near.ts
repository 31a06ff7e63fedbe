import { mentions, normalize, wordsOf } from '../language/words.ts';
import { ancestors, attribute, contains, type PageElement } from '../page/dom.ts';
import { groupsIn } from '../page/groups.ts';
import { namesOf } from '../page/names.ts';
import type { Page } from '../page/page.ts';
import { isDialog } from '../page/roles.ts';
import { saysJust } from '../page/said.ts';
import { textOf } from '../page/text.ts';
import type { Ranked } from './rank.ts';

/**
 * Of like candidates ("Buy", "Buy"), those whose own name, or whose own part of the page, says the words of a place. A
 * part that holds several candidates says nothing about which is meant; and the item that a candidate is in is the
 * largest part that tells of it.
 */
export function near(page: Page, words: string, ranked: readonly Ranked[], name: string): readonly Ranked[] {
  if (words === '') return [];
  const items = new Set(groupsIn(page.root).flatMap((group) => (group.items.length > 2 ? group.items : [])));
  const known = new Set([...wordsOf(words), ...wordsOf(name)]);
  return ranked.filter(({ element }) => {
    const isNamed = namesOf(element, page.ids, page.labels).some(
      ({ text, weight }) => weight >= 0.9 && saysAll(text, words, known),
    );
    return isNamed || isTold(element, words, ranked, items);
  });
}

/** "Edit Ann Lee" for the edit button of Ann Lee. */
function saysAll(text: string, words: string, known: ReadonlySet<string>): boolean {
  const said = wordsOf(text);
  return wordsOf(words).every((word) => said.includes(word)) && said.every((word) => known.has(word));
}

function isTold(
  element: PageElement,
  words: string,
  ranked: readonly Ranked[],
  items: ReadonlySet<PageElement>,
): boolean {
  const up = ancestors(element);
  const isInItem = up.some(isItem);
  for (const part of up) {
    if (part.tag === 'body' || part.tag === 'html' || sharesWith(part, element, ranked)) return false;
    if (isDialog(part) && mentions(textOf(part), words)) return true;
    if (saysJust(part, words) || normalize(attribute(part, 'aria-label') ?? '') === normalize(words))
      return true;
    if (isInItem ? isItem(part) : items.has(part)) return false;
  }
  return false;
}

const sharesWith = (part: PageElement, element: PageElement, ranked: readonly Ranked[]): boolean =>
  ranked.some(
    ({ element: other }) =>
      other !== element && contains(part, other) && !contains(element, other) && !contains(other, element),
  );

const isItem = (element: PageElement): boolean =>
  /^(?:li|tr|article|form|fieldset)$/.test(element.tag) ||
  /^(?:listitem|row|article|option)$/.test(attribute(element, 'role') ?? '');
