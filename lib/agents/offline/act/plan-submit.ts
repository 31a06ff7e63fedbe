import { findClickable } from '../find/clickable.ts';
import type { Intent, Target } from '../language/intents.ts';
import { namedTarget } from '../language/parse-target.ts';
import { similarity } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { Refusal } from '../refusal.ts';
import { type Outcome, once, type Situation, waitOrFail } from './outcome.ts';
import { clickOn } from './reach.ts';

/** Submits a form by its button. */
export function planSubmit(intent: Extract<Intent, { kind: 'submit' }>, situation: Situation): Outcome {
  return once(situation, () => {
    const button = submitButton(situation.page, intent.target);
    return button === null
      ? waitOrFail(situation, 'find a button that submits the form')
      : clickOn(situation, button);
  });
}

const SUBMIT = namedTarget('submit');

const SUBMIT_WORDS = [
  'submit',
  'send',
  'save',
  'continue',
  'place order',
  'order',
  'book',
  'confirm',
  'sign up',
  'apply',
  'finish',
  'next',
  'pay',
];

/** @throws Refusal when several forms, or several buttons of a form, are meant alike. */
function submitButton(page: Page, target: Target | null): PageElement | null {
  if (target !== null) {
    const named = findClickable(page, {
      ...target,
      text: `submit ${target.text}`,
      fullText: `submit ${target.text}`,
      role: 'button',
    });
    if (named !== null) return named;
    const inside = namedForm(page, target);
    if (inside === null) return findClickable(page, { ...target, role: 'button' });
    return bestSubmit(page, inside);
  }
  const forms = page.elements.filter((element) => element.tag === 'form' && !isSearch(element));
  // A form of one field, to subscribe or to use a code, is not "the form" where there is a larger one.
  const large = forms.filter((form) => fieldsIn(page, form) > 1);
  const buttons = (large.length > 0 ? large : forms).flatMap((form) => bestSubmit(page, form) ?? []);
  if (buttons.length > 1) throw new Refusal(`tell which form is meant: there are ${buttons.length}`);
  return buttons[0] ?? (forms.length > 0 ? null : (findClickable(page, SUBMIT) ?? bestSubmit(page, null)));
}

const fieldsIn = (page: Page, form: PageElement): number =>
  page.controls.filter(
    ({ kind, element }) => contains(form, element) && /^(?:text|select|checkbox|radio)$/.test(kind),
  ).length;

const isSearch = (form: PageElement): boolean =>
  [form, ...ancestors(form)].some((up) => attribute(up, 'role') === 'search' || up.tag === 'search') ||
  descendants(form).some((element) => attribute(element, 'type') === 'search');

function namedForm(page: Page, target: Target): PageElement | null {
  return (
    page.elements.find(
      (element) =>
        element.tag === 'form' &&
        [attribute(element, 'aria-label'), attribute(element, 'name'), attribute(element, 'id')].some(
          (name) => name !== null && similarity(target.text, name) >= 0.75,
        ),
    ) ?? null
  );
}

function bestSubmit(page: Page, form: PageElement | null): PageElement | null {
  const buttons = page.controls.filter(
    ({ kind, element }) =>
      kind === 'button' && hasArea(element) && (form === null || contains(form, element)),
  );
  const scored = buttons.map(({ element, names }) => {
    const type = attribute(element, 'type')?.toLowerCase();
    const words = Math.max(
      0,
      ...names.flatMap(({ text }) =>
        SUBMIT_WORDS.map(
          (word, index) =>
            (form === null && similarity(word, text) < 0.95 ? 0 : similarity(word, text)) - index * 0.01,
        ),
      ),
    );
    const submits =
      type === 'submit' ||
      type === 'image' ||
      (form !== null && element.tag === 'button' && type === undefined);
    const resets =
      type === 'reset' || names.some(({ text }) => /^(?:cancel|reset|clear|back|close)\b/i.test(text));
    return { element, score: words + (submits ? 0.8 : 0) - (resets ? 2 : 0) };
  });
  const [best, second] = scored.sort((left, right) => right.score - left.score);
  if (best === undefined || best.score < 0.6) return null;
  if (second !== undefined && second.score > best.score - 0.005)
    throw new Refusal('tell which button submits the form: several may');
  return best.element;
}
