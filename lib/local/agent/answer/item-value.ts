import { similarity, wordsOf } from '../language/words.ts';
import { attribute, childElements, descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { pairsIn } from '../page/pairs.ts';
import { controlKind, headingLevel } from '../page/roles.ts';
import { linesOf, textOf } from '../page/text.ts';
import { hasMoney, moneyIn, ratingIn, shapeIn } from '../page/values.ts';

/** What an asked-for property means, when its words say so. */
export type Meaning =
  | 'author'
  | 'price'
  | 'rating'
  | 'name'
  | 'link'
  | 'email'
  | 'phone'
  | 'date'
  | 'description'
  | 'image'
  | null;

const MEANINGS: readonly (readonly [RegExp, Exclude<Meaning, null>])[] = [
  [/^(?:url|link|href)$/, 'link'],
  [/^(?:price|amount)$/, 'price'],
  [/^rating$/, 'rating'],
  [/^(?:author|writer|artist|brand|maker)$/, 'author'],
  [/^email$/, 'email'],
  [/^phone$/, 'phone'],
  [/^date$/, 'date'],
  [/^(?:description|detail|text|blurb)$/, 'description'],
  [/^(?:picture|alt)$/, 'image'],
  // "name" stands for "title" here, see the synonyms.
  [/^(?:name|heading|label|product|item|book|hotel|city|destination|headline)$/, 'name'],
];

/** The meaning of a property's label: that of its last word that has one. */
export function meaningOf(label: string): Meaning {
  for (const word of [...wordsOf(label)].reverse()) {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(word))?.[1];
    if (meaning !== undefined) return meaning;
  }
  return null;
}

/** A property of one item of a group: a row, a card, an item of a list. */
export function itemValue(
  item: PageElement,
  label: string,
  headers: readonly string[],
  page: Page,
): string | null {
  const cells = childElements(item).filter(
    ({ tag, attributes }) =>
      /^t[dh]$/.test(tag) || /^(?:grid)?cell$|^rowheader$/.test(attributes.get('role') ?? ''),
  );
  if (headers.length > 0 && cells.length > 0) {
    const ranked = headers
      .map((header, index) => ({ index, score: similarity(label, header) }))
      .sort((left, right) => right.score - left.score);
    const best = ranked[0];
    const cell = best === undefined || best.score < 0.6 ? undefined : cells[best.index];
    if (cell !== undefined && textOf(cell) !== '') return cellText(cell);
  }
  const meaning = meaningOf(label);
  if (meaning !== 'name') {
    const labelled = labelledIn(item, label, page, 0.72);
    if (labelled !== null && fitsMeaning(labelled, meaning)) return labelled;
  }
  return (
    byMeaning(item, meaning, cells) ??
    (meaning === 'name' ? labelledIn(item, label, page, 0.85) : null) ??
    mentionedNumber(item, label)
  );
}

/** "12 reviews", "3 left": a number with the word after it. */
function mentionedNumber(item: PageElement, label: string): string | null {
  const words = wordsOf(label).filter((word) => !/^(?:number|count|quantity|total)$/.test(word));
  for (const line of words.length === 0 ? [] : linesOf(item)) {
    for (const [, number = '', unit = ''] of line.matchAll(/(\d[\d.,]*)\s*([\p{L}]+)/gu)) {
      if (wordsOf(unit).some((word) => words.includes(word))) return number;
    }
  }
  return null;
}

function fitsMeaning(value: string, meaning: Meaning): boolean {
  if (meaning === 'price') return /\d/.test(value);
  if (meaning === 'email') return value.includes('@');
  return meaning !== 'link';
}

function cellText(cell: PageElement): string {
  return textOf(cell);
}

/** The best labelled value of a part of the page. */
export function labelledIn(scope: PageElement, label: string, page: Page, bound: number): string | null {
  let best: { readonly value: string; readonly score: number } | null = null;
  for (const pair of pairsIn(scope, page)) {
    const score = labelFit(label, pair.label) * pair.weight;
    if (score >= bound && (best === null || score > best.score + 0.001)) best = { value: pair.value, score };
  }
  return best?.value ?? null;
}

/** How well a page's label says the wanted one; words that only say what sort of value it is may be missing. */
function labelFit(wanted: string, there: string): number {
  const short = wanted.replace(/\s+(?:number|code|id|value|no)$/i, '');
  return Math.max(similarity(wanted, there), short === wanted ? 0 : similarity(short, there) * 0.86);
}

function byMeaning(item: PageElement, meaning: Meaning, cells: readonly PageElement[]): string | null {
  const text = textOf(item);
  switch (meaning) {
    case 'price':
      return moneyIn(item)?.text ?? null;
    case 'rating':
      return ratingIn(item)?.text ?? null;
    case 'author':
      return (
        linesOf(item)
          .map((line) => /^by (.{2,60}?)(?:\s*[·|,–—].*)?$/i.exec(line)?.[1])
          .find((name) => name !== undefined) ?? null
      );
    case 'link':
      return (
        [item, ...descendants(item)]
          .map((element) => attribute(element, 'href'))
          .find((href) => href !== null) ?? null
      );
    case 'email':
    case 'phone':
    case 'date':
      return shapeIn(text, meaning);
    case 'image':
      return (
        descendants(item)
          .map((element) => attribute(element, 'alt'))
          .find((alt) => alt !== null && alt !== '') ?? null
      );
    case 'description':
      return longestLine(item) ?? nameOfItem(item, cells);
    case 'name':
      return nameOfItem(item, cells);
    default:
      return null;
  }
}

function longestLine(item: PageElement): string | null {
  const lines = linesOf(item).filter((line) => line.split(' ').length >= 3 && line !== nameOfItem(item, []));
  return lines.reduce<string | null>(
    (longest, line) => (longest === null || line.length > longest.length ? line : longest),
    null,
  );
}

/** What an item is called: its heading, its link, what is set in bold, its picture's text, its first line. */
export function nameOfItem(item: PageElement, cells: readonly PageElement[]): string | null {
  const inside = descendants(item);
  const say = (test: (element: PageElement) => boolean): string | null => {
    const text = inside.filter(test).map(textOf).find(isName);
    return text ?? null;
  };
  const marked = (element: PageElement): boolean =>
    [...element.attributes].some(
      ([name, value]) =>
        /^(?:itemprop|class|data-test.*)$/.test(name) && /(?:^|[-_ ])(?:name|title)$/i.test(value),
    );
  if (cells.length > 0) {
    const words = cells.map(textOf);
    return (
      words.find((word) => isName(word) && !/^[#\d\s.,:/-]+$/.test(word)) ??
      words.find((word) => word !== '') ??
      null
    );
  }
  const heading = say((element) => headingLevel(element) !== null);
  const link = say(
    (element) =>
      controlKind(element) === 'link' && !isCommand(textOf(element)) && linesOf(element).length === 1,
  );
  const strong = say(({ tag }) => tag === 'strong' || tag === 'b');
  const label = attribute(item, 'aria-label');
  const line = linesOf(item).map(withoutMoney).find(isName);
  const alt = inside.map((element) => attribute(element, 'alt') ?? '').find(isName);
  return heading ?? say(marked) ?? link ?? strong ?? label ?? line ?? alt ?? null;
}

const isCommand = (text: string): boolean =>
  /^(?:add|buy|view|see|read|show|learn|details|more|book|select|choose|order|open|edit|delete|remove)\b/i.test(
    text.trim(),
  );
const isName = (text: string): boolean =>
  /\p{L}/u.test(text) &&
  text.length <= 120 &&
  !hasMoney(text) &&
  !isCommand(text) &&
  !/[★☆]|\b(?:out of \d|stars?)\b/i.test(text);

/** "Tea pot — $12.50" → "Tea pot" */
function withoutMoney(line: string): string {
  if (!hasMoney(line)) return line;
  return (
    line.split(/\s*(?:[-–—|:·•,(]|\bfor\b|\bat\b)?\s*(?=[$€£¥₹]|\d[\d.,]*\s?(?:[$€£¥₹]|USD|EUR|GBP))/i)[0] ??
    ''
  )
    .replace(/[\s:·•–—-]+$/, '')
    .trim();
}
