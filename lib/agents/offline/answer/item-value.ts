import { similarity, wordsOf } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { attribute, childElements, descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { linesOf, textOf } from '../page/text.ts';
import { valueText } from '../page/value-text.ts';
import { isFree, onlyMoneyIn, onlyShapeIn, ratingIn } from '../page/values.ts';
import { nameOfItem } from './item-name.ts';
import { labelledIn } from './labelled.ts';

/** A property of one item of a group: a row, a card, an item of a list. */
export function itemValue(
  item: PageElement,
  label: string,
  headers: readonly string[],
  page: Page,
  noun = '',
): string | null {
  const cells = childElements(item).filter(
    ({ tag, attributes }) =>
      /^t[dh]$/.test(tag) || /^(?:grid)?cell$|^rowheader$/.test(attributes.get('role') ?? ''),
  );
  if (headers.length > 0 && cells.length > 0) {
    const ranked = headers
      .map((header, index) => ({ index, score: headerFit(label, header) }))
      .sort((left, right) => right.score - left.score);
    const [best, second] = ranked;
    if (best !== undefined && second !== undefined && best.score >= 0.6 && second.score === best.score)
      throw new OpenQuestion(`tell which column '${label}' is`);
    const cell = best === undefined || best.score < 0.6 ? undefined : cells[best.index];
    if (cell !== undefined && valueText(cell) !== '') return valueText(cell);
  }
  const meaning = plainMeaning(label, noun);
  if (meaning !== 'name') {
    const labelled = labelledIn(item, label, page, 0.72);
    if (labelled !== null && fitsMeaning(labelled, meaning)) return labelled;
  }
  return (
    byMeaning(item, meaning, cells, headers) ??
    (meaning === 'name' ? labelledIn(item, label, page, 0.85) : null) ??
    mentionedNumber(item, label)
  );
}

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
  [/^(?:name|title|heading|headline|label)$/, 'name'],
];

/** The meaning of a property's label: that of its last word that has one. */
export function meaningOf(label: string): Meaning {
  for (const word of [...wordsOf(label)].reverse()) {
    const meaning = MEANINGS.find(([pattern]) => pattern.test(word))?.[1];
    if (meaning !== undefined) return meaning;
  }
  return null;
}

/**
 * The meaning of a label that says nothing else: "price", "current price", "product name" of products. That a "delivery
 * date" is any date, or a "unit price" any price, would be a guess.
 */
function plainMeaning(label: string, noun: string): Meaning {
  const meaning = meaningOf(label);
  const known = new Set(wordsOf(noun));
  const others = wordsOf(label).filter(
    (word) =>
      meaningOf(word) !== meaning &&
      !known.has(word) &&
      !/^(?:product|item|article|entry|current|full|sale|final|number|address)$/.test(word),
  );
  return others.length === 0 ? meaning : null;
}

/** "Launch date" may stand in a column "Launched". */
function headerFit(label: string, header: string): number {
  const fit = similarity(label, header);
  if (fit >= 0.95) return fit;
  const [word = '', ...others] = wordsOf(label);
  const isEvent = others.length === 1 && others[0] === 'date' && word.length >= 4;
  return isEvent && wordsOf(header).some((there) => there.startsWith(word)) ? 0.6 : 0;
}

/** "12 reviews", "3 left": a number with the word after it. */
function mentionedNumber(item: PageElement, label: string): string | null {
  const words = wordsOf(label).filter((word) => !/^(?:number|count|quantity|total)$/.test(word));
  for (const line of words.length === 0 ? [] : linesOf(item)) {
    for (const [, number = '', unit = ''] of line.matchAll(/(\d[\d.,]*)\s*([\p{L}]+)/gu)) {
      if (words.length === 1 && wordsOf(unit).some((word) => words.includes(word))) return number;
    }
  }
  return null;
}

function fitsMeaning(value: string, meaning: Meaning): boolean {
  if (meaning === 'price') return /\d/.test(value);
  if (meaning === 'email') return value.includes('@');
  return meaning !== 'link';
}

const NO_PRICE = /\b(?:fees?|tax(?:es)?|deposit|shipping|delivery|discount|savings?|points)\b/i;

/** The price of a row that has other amounts, too: the one that is no fee. */
function priceCell(cells: readonly PageElement[], headers: readonly string[]): string | null {
  const prices = cells.flatMap((cell, index) =>
    NO_PRICE.test(headers[index] ?? '') ? [] : (onlyMoneyIn(cell)?.text ?? []),
  );
  return prices.length === 1 ? (prices[0] ?? null) : null;
}

function byMeaning(
  item: PageElement,
  meaning: Meaning,
  cells: readonly PageElement[],
  headers: readonly string[],
): string | null {
  const text = textOf(item);
  switch (meaning) {
    case 'price':
      return onlyMoneyIn(item)?.text ?? priceCell(cells, headers) ?? freeIn(item);
    case 'rating':
      return ratingIn(item)?.text ?? null;
    case 'author':
      return authorIn(item);
    case 'link':
      return (
        [item, ...descendants(item)]
          .map((element) => attribute(element, 'href'))
          .find((href) => href !== null) ?? null
      );
    case 'email':
    case 'phone':
    case 'date':
      return onlyShapeIn(text, meaning);
    case 'image':
      return (
        descendants(item)
          .map((element) => attribute(element, 'alt'))
          .find((alt) => alt !== null && alt !== '') ?? null
      );
    case 'description':
      return onlyProse(item);
    case 'name':
      return nameOfItem(item, cells);
    default:
      return null;
  }
}

/** The name after "by". */
export function authorIn(element: PageElement): string | null {
  const names = linesOf(element).map(
    (line) => /^(?:written )?by (.{2,60}?)(?:\s*[·|,–—].*)?$/i.exec(line)?.[1],
  );
  return names.find((name) => name !== undefined) ?? null;
}

/** "Free" where others have a price. */
function freeIn(item: PageElement): string | null {
  const said = [item, ...descendants(item)].map(textOf).find((text) => isFree(text));
  return said ?? null;
}

function onlyProse(item: PageElement): string | null {
  const lines = linesOf(item).filter((line) => line.split(' ').length >= 3 && line !== nameOfItem(item, []));
  return lines.length === 1 ? (lines[0] ?? null) : null;
}
