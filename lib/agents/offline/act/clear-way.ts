import type { Target } from '../language/intents.ts';
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

/**
 * The button that unfolds the folded menu in which a target may be: of a menu of the site, any name; of another ("Account
 * menu"), what such menus hold. What is told by its place or order is not looked for in menus.
 */
export function foldedMenu(page: Page, target: Target): PageElement | null {
  const { text, role, ordinal, extreme, within } = target;
  const isName = text !== '' && ordinal === null && extreme === null && within === null;
  if (!isName || !(role === null || role === 'link' || role === 'button')) return null;
  return (
    page.controls.find(
      (control) => isFolded(control) && saysMenu(control) && mayHold(seenNames(control), text),
    )?.element ?? null
  );
}

function mayHold(menu: readonly string[], wanted: string): boolean {
  const said = menu
    .flatMap(wordsOf)
    .filter((word) => word !== 'menu' && !/^(?:open|toggle|show)$/.test(word));
  if (said.every((word) => OF_SITE.test(word))) return true;
  if (said.some((word) => wordsOf(wanted).includes(word))) return true;
  return said.some((word) => OF_ACCOUNT.test(word)) && IN_ACCOUNT.test(wanted);
}

const seenNames = ({ names }: Control): readonly string[] =>
  names.filter(({ weight }) => weight >= 0.9).map(({ text }) => text);

const OF_SITE = /^(?:main|site|primary|mobile|nav\w*|hamburger|page|header|☰|≡)$/;
const OF_ACCOUNT = /^(?:account|user|profile|avatar)$/;
const IN_ACCOUNT =
  /\b(?:sign|log)[- ]?(?:out|off|in)\b|^(?:(?:my|your|account) )?(?:profile|account|settings|preferences|security|billing|subscription|orders)(?: settings)?$/i;

/** How the menu that is unfolded now is called, for messages. */
export const unfoldedMenu = (page: Page): string | null =>
  page.controls.find((control) => attribute(control.element, 'aria-expanded') === 'true' && saysMenu(control))
    ?.names[0]?.text ?? null;

const isFolded = ({ kind, element }: Control): boolean =>
  (kind === 'button' || kind === 'link') &&
  hasArea(element) &&
  attribute(element, 'aria-expanded') === 'false';

const saysMenu = ({ names }: Control): boolean =>
  names.some(({ text }) => text.length <= 40 && wordsOf(text).includes('menu'));
