import { groupFor } from '../find/groups.ts';
import type { Target } from '../language/intents.ts';
import { normalize } from '../language/words.ts';
import { ancestors, attribute, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { headingLevel } from '../page/roles.ts';
import { textOf } from '../page/text.ts';
import { onlyMoneyIn, onlyShapeIn, ratingIn } from '../page/values.ts';
import { mainHeading } from './headings.ts';
import { nameOfItem } from './item-name.ts';
import { authorIn, itemValue, meaningOf } from './item-value.ts';
import { labelledIn } from './labelled.ts';
import { isAmbiguous, readOne } from './one-of-many.ts';
import { scopeOf } from './scope.ts';

/** A labelled value ("confirmation number") in a part of the page. */
export function valueIn(scope: PageElement, label: string, page: Page): string | null {
  const labelled = (bound: number) => (element: PageElement) => labelledIn(element, label, page, bound);
  const strong = scope === page.root ? readOne(scope, labelled(0.8)) : labelled(0.8)(scope);
  if (strong !== null && !(meaningOf(label) === 'price' && !/\d/.test(strong))) return strong;
  const own = byMeaningOnPage(scope, label, page);
  if (own !== null || (scope === page.root && isOneOfMany(page, label))) return own;
  return scope === page.root ? readOne(scope, labelled(0.55)) : labelled(0.55)(scope);
}

const PLAIN_PRICE = /^(?:(?:current|product|item|sale|full|final|the) )*(?:price|cost|fare|amount)$/;

/** How a value with a meaning of its own is read from any part of a page; `null`: the label has none. */
function readerFor(label: string): ((element: PageElement) => string | null) | null {
  const plain = label.trim().toLowerCase();
  const words = plain.split(/\s+/).length;
  switch (meaningOf(label)) {
    case 'price':
      return PLAIN_PRICE.test(plain) ? (element) => onlyMoneyIn(element)?.text ?? null : null;
    case 'rating':
      return (element) => ratingIn(element)?.text ?? null;
    case 'author':
      return authorIn;
    case 'email':
      return (element) => onlyShapeIn(textOf(element), 'email');
    case 'phone':
      return words <= 2 ? (element) => onlyShapeIn(textOf(element), 'phone') : null;
    case 'date':
      return words === 1 || /^(?:publish(?:ed|ing)?|publication|post(?:ed|ing)?) date$/.test(plain)
        ? (element) => onlyShapeIn(textOf(element), 'date')
        : null;
    default:
      return null;
  }
}

const mainOf = (page: Page): PageElement =>
  page.elements.find((element) => element.tag === 'main' || attribute(element, 'role') === 'main') ??
  page.root;

function byMeaningOnPage(scope: PageElement, label: string, page: Page): string | null {
  const area = scope === page.root ? mainOf(page) : scope;
  const read = readerFor(label);
  if (read !== null) {
    const value = readOne(area, read);
    if (value !== null || area === scope || isAmbiguous(area, read)) return value;
    return meaningOf(label) === 'email' ? readOne(scope, read) : null;
  }
  if (meaningOf(label) !== 'name') return null;
  if (scope !== page.root) return nameOfItem(scope, []);
  return /^(?:(?:product|item|hotel|article|book|page)s?\s)?(?:name|title|heading|headline)$/i.test(
    label.trim(),
  )
    ? mainHeading(page)
    : null;
}

/** Whether the page has many such values, in lists, so that "the price" does not say which. */
export function isOneOfMany(page: Page, label: string): boolean {
  const read = readerFor(label);
  return read !== null && isAmbiguous(mainOf(page), read);
}

/** A value of something: "the price of the first product". */
export function valueOfItem(page: Page, label: string, of: Target): string | null {
  if (isPageItself(of)) {
    const value = valueIn(articleOf(page), label, page);
    if (value !== null || (groupFor(page.root, of.noun ?? of.text)?.items.length ?? 0) > 1) return value;
  }
  const scope = scopeOf(page, of);
  if (scope === null) return null;
  const value = itemValue(scope.element, label, scope.headers, page) ?? valueIn(scope.element, label, page);
  // What a control is called is not what it holds.
  const isCalled = page.controls.some(({ names }) =>
    names.some(({ text }) => value !== null && normalize(text) === normalize(value)),
  );
  if (isCalled && /^(?:current )?value$/i.test(label)) return null;
  // That the captain's name is "Captain" says no more than the question.
  return value !== null && normalize(value) === normalize(of.text) ? null : value;
}

/** "the article", "the product": on a page about one thing, the page is meant. */
const isPageItself = ({ text, noun, ordinal, extreme, within, quoted }: Target): boolean =>
  ordinal === null &&
  extreme === null &&
  within === null &&
  !quoted &&
  (text === '' || text === noun) &&
  /^(?:article|post|blog post|story|product|item|recipe|book|event|page)$/i.test(noun ?? text);

/** The part of a page about one thing that tells of it: the article around its heading, or all of the page. */
function articleOf(page: Page): PageElement {
  const top = page.elements.find((element) => headingLevel(element) === 1);
  const around = top === undefined ? undefined : ancestors(top).find(({ tag }) => tag === 'article');
  if (around !== undefined) return around;
  const articles = page.elements.filter(({ tag }) => tag === 'article');
  return top === undefined && articles.length === 1 ? (articles[0] ?? page.root) : page.root;
}
