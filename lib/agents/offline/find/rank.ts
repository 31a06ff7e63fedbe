import type { Target } from '../language/intents.ts';
import { similarity } from '../language/words.ts';
import type { PageElement } from '../page/dom.ts';
import type { Control, Page } from '../page/page.ts';
import type { ControlKind } from '../page/roles.ts';

/** A candidate with how well it fits: 0 to 1. */
export type Ranked = { readonly element: PageElement; readonly score: number };

/** What is found below this is not what was meant. */
export const GOOD_ENOUGH = 0.58;
/** A looser bound for words without quotes: labels are often shorter than what people say. */
const GOOD_ENOUGH_UNQUOTED = 0.49;

export const boundFor = (target: Target): number => (target.quoted ? GOOD_ENOUGH : GOOD_ENOUGH_UNQUOTED);

/** How well a text fits the words of a target. */
export function fits(target: Target, text: string): number {
  const plain = similarity(target.text, text);
  // "First name": the ordinal belongs to the label. "Search button": so does the role.
  const kindless =
    target.noun === null
      ? target.fullText
      : target.fullText.replace(new RegExp(`\\s+${target.noun}$`, 'i'), '');
  const full =
    target.fullText === target.text
      ? 0
      : Math.max(similarity(target.fullText, text), similarity(kindless, text));
  return Math.max(plain, full >= 0.9 ? full : 0);
}

/** Ranks controls of the given kinds; earlier kinds are preferred. Best first, then in document order. */
export function rankControls(page: Page, target: Target, kinds: readonly ControlKind[]): readonly Ranked[] {
  const ranked: Ranked[] = [];
  for (const control of page.controls) {
    const place = kinds.indexOf(control.kind);
    if (place < 0) continue;
    const preference = place === 0 || target.role === null ? 1 : 0.96 - 0.005 * place;
    const score = nameScore(control, target) * preference * (isDisabled(control.element) ? 0.97 : 1);
    if (score > 0) ranked.push({ element: control.element, score });
  }
  return sorted(ranked);
}

function nameScore(control: Control, target: Target): number {
  return Math.max(0, ...control.names.map(({ text, weight }) => fits(target, text) * weight));
}

export function isDisabled(element: PageElement): boolean {
  return element.attributes.has('disabled') || element.attributes.get('aria-disabled') === 'true';
}

export function sorted(ranked: readonly Ranked[]): readonly Ranked[] {
  return [...ranked].sort(
    (left, right) => right.score - left.score || left.element.order - right.element.order,
  );
}

/** The n-th of those that fit as well as the best; negative counts from the end. */
export function pick(ranked: readonly Ranked[], ordinal: number | null): PageElement | null {
  const best = ranked[0]?.score ?? 0;
  const equal = ranked
    .filter(({ score }) => score >= best - 0.04)
    .sort((left, right) => left.element.order - right.element.order);
  if (ordinal === null) return ranked[0]?.element ?? null;
  return equal.at(ordinal > 0 ? ordinal - 1 : ordinal)?.element ?? null;
}
