import { wordsOf } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { attribute, contains, type PageElement } from '../page/dom.ts';
import type { Control, Page } from '../page/page.ts';
import { isDialog } from '../page/roles.ts';
import { textOf } from '../page/text.ts';

const CONSENT = /\bcookies?\b|\bconsent\b/i;
const CONSENT_ID = /cookie|consent|gdpr|onetrust/i;

/** Least consent first: the agent was not asked to agree to anything. */
const ANSWERS: readonly RegExp[] = [
  /\b(?:reject|decline|refuse|deny|(?:only|strictly) (?:necessary|essential)|(?:necessary|essential)(?: cookies)? only|continue without)\b/i,
  /^(?:close|dismiss|no,? thanks|×|✕|✖)/i,
  /\b(?:accept|agree|allow|ok|okay|got it|understand)\b/i,
];

/** The button that takes away a cookie notice which lies over an element; `null`: nothing is in the way. */
export function inTheWay(page: Page, element: PageElement): PageElement | null {
  const notice = page.elements.find(
    (each) =>
      isConsent(each) && !contains(each, element) && !contains(element, each) && covers(each, element),
  );
  if (notice === undefined) return null;
  const buttons = page.controls.filter(
    ({ kind, element: inner }) => kind === 'button' && contains(notice, inner) && hasArea(inner),
  );
  for (const answer of ANSWERS) {
    const button = buttons.find(({ names }) =>
      names.some(({ text, weight }) => weight > 0.85 && answer.test(text)),
    );
    if (button !== undefined) return button.element;
  }
  return null;
}

function isConsent(element: PageElement): boolean {
  if (!hasArea(element)) return false;
  const named = CONSENT_ID.test(attribute(element, 'id') ?? '') && element.tag !== 'body';
  return (
    (isDialog(element) && CONSENT.test(`${attribute(element, 'aria-label') ?? ''} ${textOf(element)}`)) ||
    named
  );
}

function covers(notice: PageElement, element: PageElement): boolean {
  if (attribute(notice, 'aria-modal') === 'true') return true;
  if (notice.rect === null || element.rect === null) return false;
  const x = element.rect.x + element.rect.width / 2;
  const y = element.rect.y + element.rect.height / 2;
  const { rect } = notice;
  return x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
}

/** The button that unfolds the page's folded menu, where links may be. */
export function foldedMenu(page: Page): PageElement | null {
  return page.controls.find((control) => isFolded(control) && saysMenu(control))?.element ?? null;
}

const isFolded = ({ kind, element }: Control): boolean =>
  (kind === 'button' || kind === 'link') &&
  hasArea(element) &&
  attribute(element, 'aria-expanded') === 'false';

const saysMenu = ({ names }: Control): boolean =>
  names.some(({ text }) => text.length <= 40 && wordsOf(text).includes('menu'));
