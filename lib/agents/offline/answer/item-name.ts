import { normalize } from '../language/words.ts';
import { OpenQuestion } from '../open-question.ts';
import { attribute, childElements, descendants, type PageElement } from '../page/dom.ts';
import { controlKind, headingLevel } from '../page/roles.ts';
import { linesOf, ownText, textOf } from '../page/text.ts';
import { hasMoney } from '../page/values.ts';

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
    const words = cells.map(nameOfCell);
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
  const parts = ownText(item) === '' ? childElements(item).map(textOf) : [];
  const part = parts.length > 1 ? parts.find((text) => text !== '') : undefined;
  const line = linesOf(item).map(withoutMoney).find(isName);
  const alt = inside.map((element) => attribute(element, 'alt') ?? '').find(isName);
  return (
    heading ??
    say(marked) ??
    link ??
    strong ??
    label ??
    (part !== undefined && isName(part) ? part : null) ??
    line ??
    alt ??
    null
  );
}

/**
 * For an item of which only the name would be given.
 * @throws OpenQuestion when it is a text of somebody's, of which the name says nothing.
 */
export function mustBeNameOnly(item: PageElement, noun: string, name: string | null): void {
  if (!TEXTS.test(noun) || name === null || normalize(name) === normalize(textOf(item))) return;
  throw new OpenQuestion(`tell what of a ${noun} is meant: its text, who wrote it, or when`);
}

const TEXTS =
  /(?:^| )(?:messages?|comments?|reviews?|repl(?:y|ies)|responses?|answers?|notes?|quotes?|tweets?|notifications?)$/i;

/** A cell that says more than a name has the name in front: as a link, in bold, on its first line. */
function nameOfCell(cell: PageElement): string {
  const lines = linesOf(cell);
  if (lines.length < 2) return textOf(cell);
  return nameOfItem(cell, []) ?? lines[0] ?? '';
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
