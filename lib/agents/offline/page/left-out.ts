import type { Query, Target } from '../language/intents.ts';
import { attribute, type PageElement } from './dom.ts';
import type { Page } from './page.ts';

/**
 * Whether parts of the page are not in the observation, as with very large pages. What the page has, how many of it, and
 * which is the first or the cheapest, cannot be told then; what is seen can still be acted on.
 */
export function isThinned({ elements }: Pick<Page, 'elements'>): boolean {
  return elements.some((element) => element.tag !== 'select' && lacksParts(element));
}

/** Whether the observation has not all options of a list. */
export function isCutList(element: PageElement): boolean {
  return element.tag === 'select' && lacksParts(element);
}

const lacksParts = (element: PageElement): boolean => attribute(element, 'data-nova-act-left-out') !== null;

/** Why a question cannot be answered from this page; `null` where what is left out does not matter. */
export function unanswerable(page: Page, query: Query): string | null {
  if (page.isThinned && !isAboutWhole(query)) return LARGE;
  const isAboutLists =
    /^(?:count|exists|collect|value)$/.test(query.kind) &&
    /option|choice|list|menu|select|drop/i.test(JSON.stringify(query));
  return isAboutLists && page.elements.some(isCutList) ? LONG_LIST : null;
}

const LARGE = 'the page is so large that the agent sees only what is on screen and near it';
const LONG_LIST = 'the list is so long that the agent sees only some of its options';

/** What is known of every page: its address and its title. */
function isAboutWhole(query: Query): boolean {
  if (query.kind === 'value')
    return query.attributes.every((name) => /^(?:(?:page |current )?url|page title)$/i.test(name));
  return query.kind === 'url' || query.kind === 'title';
}

/** Whether one would have to know the whole page to know what is meant: "the third row", "the button in the section …". */
export function needsWhole({ text, ordinal, extreme, within, role }: Target): boolean {
  return (
    text === '' ||
    ordinal !== null ||
    extreme !== null ||
    within !== null ||
    /^(?:row|cell|item)$/.test(role ?? '')
  );
}
