import { ancestors, attribute, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { controlKind } from '../page/roles.ts';
import { seenText, textOf, without } from '../page/text.ts';
import { shapeIn } from '../page/values.ts';

const ASIDE = new Set([
  'header',
  'footer',
  'nav',
  'aside',
  'form',
  'button',
  'figcaption',
  'dialog',
  'li',
  'td',
]);
const BYLINE = /^(?:by|posted|published|updated|written|last (?:updated|edited|modified)|photo|filed)\b/i;
const MIN_WORDS = 4;
const MAX_BYLINE_WORDS = 16;

/** The paragraphs that are read as the text of the page: no bylines, no captions, none of the page's frame. */
export function paragraphsOf(page: Page): readonly PageElement[] {
  const all = page.elements.filter(({ tag }) => tag === 'p').filter((paragraph) => textOf(paragraph) !== '');
  const main = page.elements.find(
    (element) => element.tag === 'main' || attribute(element, 'role') === 'main',
  );
  const inside = main === undefined ? all : all.filter((each) => ancestors(each).includes(main));
  const body = afterByline(inside.length > 0 ? inside : all);
  const prose = body.filter(isProse);
  return prose.length > 0 ? prose : all;
}

/** At most this many paragraphs, such as a standfirst, stand between a heading and the byline. */
const MAX_LEAD = 2;

function afterByline(paragraphs: readonly PageElement[]): readonly PageElement[] {
  const byline = paragraphs.findIndex(isByline);
  return byline < 0 || byline > MAX_LEAD ? paragraphs : paragraphs.slice(byline + 1);
}

function isByline(paragraph: PageElement): boolean {
  const text = textOf(paragraph);
  return BYLINE.test(text) && text.split(' ').length <= MAX_BYLINE_WORDS;
}

function isProse(paragraph: PageElement): boolean {
  const text = textOf(paragraph);
  const words = text.split(' ').length;
  if (ancestors(paragraph).some(({ tag }) => ASIDE.has(tag))) return false;
  if (isByline(paragraph) || shapeIn(text, 'date') === text) return false;
  return words >= MIN_WORDS || /[.!?]$/.test(text);
}

const MESSAGE =
  /^(?:(error|warning|alert|success|status|confirmation|info(?:rmation)?)\s+)?(?:message|alert|notice|notification|toast|error|warning)$/i;

/** What the page announces ("the error message"): the text of its alert or status, without its buttons. */
export function announcementOn(page: Page, phrase: string): string | null {
  const kind = MESSAGE.exec(phrase.trim());
  if (kind === null) return null;
  for (const role of /^(?:success|status|confirmation|info)/i.test(phrase)
    ? ['status', 'alert']
    : ['alert', 'status']) {
    const texts = page.elements
      .filter((element) => attribute(element, 'role') === role)
      .map((element) => seenText(without(element, (inner) => controlKind(inner) === 'button')))
      .filter((text) => text !== '');
    if (texts.length === 1) return texts[0] ?? null;
    if (texts.length > 1) return null;
  }
  return null;
}
