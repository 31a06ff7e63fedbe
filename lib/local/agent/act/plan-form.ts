import {
  findCheckbox,
  findClickable,
  findField,
  findOption,
  labelOf,
  orphanLabel,
} from '../find/controls.ts';
import { inPlace } from '../find/place.ts';
import { boundFor, pick, rankControls } from '../find/rank.ts';
import type { Intent, Target } from '../language/intents.ts';
import { namedTarget } from '../language/parse-target.ts';
import { similarity } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, contains, descendants, type PageElement } from '../page/dom.ts';
import { isChecked } from '../page/fields.ts';
import type { Page } from '../page/page.ts';
import { controlKind } from '../page/roles.ts';
import { textOf } from '../page/text.ts';
import { done, fail, type Outcome, once, type Situation, waitOrFail } from './outcome.ts';
import { onElement } from './reach.ts';
import { chooseIn, typeInto } from './typing.ts';

/** A target in words, for messages. */
export function targetWords(target: Target): string {
  const thing = target.role === null || target.role === 'text' ? '' : ` (${target.role})`;
  const place = target.within === null ? '' : ` in '${target.within.fullText}'`;
  return `'${target.text === '' ? target.fullText : target.text}'${thing}${target.fullText.includes(target.within?.fullText ?? ' ') ? '' : place}`;
}

const clickOn = (situation: Situation, element: PageElement): Outcome =>
  onElement(situation, element, (box) => ({ name: 'agentClick', input: [box] }));

/** Ticks or unticks, and looks at the page afterwards whether it is so. */
export function planCheck(intent: Extract<Intent, { kind: 'check' }>, situation: Situation): Outcome {
  const { page, attempts } = situation;
  const tries = attempts.filter(({ phase }) => phase === 'do');
  const box = findCheckbox(page, intent.target);
  if (box === null) {
    if (tries.length > 0 && tries.at(-1)?.error === null) return done;
    const drawn = orphanLabel(page, intent.target) ?? toggleButton(page, intent.target);
    if (drawn === null) return waitOrFail(situation, `find a box to tick for ${targetWords(intent.target)}`);
    if (isChecked(drawn) === intent.checked) return done;
    return once(situation, () => clickOn(situation, drawn));
  }
  if (isChecked(box) === intent.checked) return done;
  if (tries.length >= 2)
    return fail(
      `${intent.checked ? 'tick' : 'untick'} ${targetWords(intent.target)}: it stays as it was after ${tries.length} clicks`,
    );
  const label = labelOf(page, box);
  const target = hasArea(box) && (tries.length === 0 || label === null) ? box : (label ?? box);
  return clickOn(situation, target);
}

/** A button that says whether it is on. */
function toggleButton(page: Page, target: Target): PageElement | null {
  const button = findClickable(page, { ...target, role: 'button' });
  return button !== null && isChecked(button) !== null ? button : null;
}

/** Chooses an option: of a native list, of a radio group, or of a list that opens on a click. */
export function planSelect(intent: Extract<Intent, { kind: 'select' }>, situation: Situation): Outcome {
  const { page, attempts } = situation;
  const open = attempts.some(({ phase }) => phase === 'open');
  return once(situation, () => {
    const select = selectFor(page, intent);
    if (select !== null) return chooseIn(situation, select, intent);
    const radio = radioFor(page, intent);
    if (radio !== null)
      return isChecked(radio) === true
        ? done
        : clickOn(situation, hasArea(radio) ? radio : (labelOf(page, radio) ?? radio));
    if (open) {
      const option = openOption(page, intent.option);
      if (option !== null) return clickOn(situation, option);
      return waitOrFail(situation, `find the option ${targetWords(intent.option)}`);
    }
    if (intent.target === null) {
      const thing = findClickable(page, intent.option);
      return thing === null
        ? waitOrFail(situation, `find ${targetWords(intent.option)} to select`)
        : clickOn(situation, thing);
    }
    const field = findField(page, intent.target, ['text', 'combobox']);
    if (field !== null && controlKind(field) === 'text' && attribute(field, 'role') !== 'combobox') {
      return typeInto(situation, field, intent.option.text, false);
    }
    const opener = field ?? openerFor(page, intent.target);
    if (opener === null) return waitOrFail(situation, `find a list for ${targetWords(intent.target)}`);
    const outcome = clickOn(situation, opener);
    return outcome.kind === 'run' && outcome.phase === 'do' ? { ...outcome, phase: 'open' } : outcome;
  });
}

function selectFor(page: Page, { option, target }: Extract<Intent, { kind: 'select' }>): PageElement | null {
  const selects = page.controls.filter(({ element }) => element.tag === 'select' && hasArea(element));
  if (target !== null) {
    const named = findField(page, target, ['select']);
    if (named !== null) return named;
    // "in the country list" where nothing is called so: the one list that has the option.
    const having = selects.filter(({ element }) => findOption(element, option) !== null);
    return having.length === 1 && selects.length === 1 ? (having[0]?.element ?? null) : null;
  }
  return selects.find(({ element }) => findOption(element, option) !== null)?.element ?? null;
}

function radioFor(page: Page, { option, target }: Extract<Intent, { kind: 'select' }>): PageElement | null {
  const ranked = rankControls(page, { ...option, role: null }, ['radio']).filter(
    ({ score }) => score >= boundFor(option),
  );
  if (target === null || ranked.length === 0) return pick(ranked, option.ordinal);
  const group = ranked.filter(({ element }) =>
    groupNames(page, element).some((name) => similarity(target.text, name) >= 0.55),
  );
  const placed = group.length > 0 ? group : inPlace(page, target, ranked);
  return pick(placed, option.ordinal);
}

function groupNames(page: Page, radio: PageElement): readonly string[] {
  const around = ancestors(radio).find(
    (up) => up.tag === 'fieldset' || /^(?:radiogroup|group)$/.test(attribute(up, 'role') ?? ''),
  );
  const legend = around === undefined ? undefined : descendants(around).find(({ tag }) => tag === 'legend');
  const labelled = page.ids.get(around === undefined ? ' ' : (attribute(around, 'aria-labelledby') ?? ' '));
  return [
    legend === undefined ? '' : textOf(legend),
    labelled === undefined ? '' : textOf(labelled),
    around === undefined ? '' : (attribute(around, 'aria-label') ?? ''),
    attribute(radio, 'name') ?? '',
  ].filter(Boolean);
}

function openerFor(page: Page, target: Target): PageElement | null {
  const popups = page.controls.filter(
    ({ element }) =>
      attribute(element, 'aria-haspopup') !== null || attribute(element, 'aria-expanded') !== null,
  );
  const ranked = rankControls({ ...page, controls: popups }, { ...target, role: null }, [
    'button',
    'combobox',
    'link',
  ]);
  return (
    pick(
      ranked.filter(({ score }) => score >= boundFor(target)),
      target.ordinal,
    ) ?? findClickable(page, { ...target, role: 'button' })
  );
}

function openOption(page: Page, option: Target): PageElement | null {
  const ranked = rankControls(page, { ...option, role: null }, ['option', 'radio', 'link', 'button']).filter(
    ({ score }) => score >= 0.6,
  );
  return pick(ranked, option.ordinal) ?? findClickable(page, { ...option, role: null });
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

/** Submits a form by its button. */
export function planSubmit(intent: Extract<Intent, { kind: 'submit' }>, situation: Situation): Outcome {
  return once(situation, () => {
    const button = submitButton(situation.page, intent.target);
    return button === null
      ? waitOrFail(situation, 'find a button that submits the form')
      : clickOn(situation, button);
  });
}

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
  const forms = page.elements
    .filter(({ tag }) => tag === 'form')
    .map((form) => ({
      form,
      fields:
        page.controls.filter(
          ({ kind, element }) => contains(form, element) && /^(?:text|select|checkbox|radio)$/.test(kind),
        ).length - (isSearch(form) ? 100 : 0),
    }))
    .sort((left, right) => right.fields - left.fields);
  for (const { form } of forms) {
    const button = bestSubmit(page, form);
    if (button !== null) return button;
  }
  return bestSubmit(page, null) ?? findClickable(page, SUBMIT);
}

const isSearch = (form: PageElement): boolean =>
  [form, ...ancestors(form)].some((up) => attribute(up, 'role') === 'search' || up.tag === 'search') ||
  descendants(form).some((element) => attribute(element, 'type') === 'search');

function namedForm(page: Page, target: Target): PageElement | null {
  return (
    page.elements.find(
      (element) =>
        element.tag === 'form' &&
        [attribute(element, 'aria-label'), attribute(element, 'name'), attribute(element, 'id')].some(
          (name) => name !== null && similarity(target.text, name) >= 0.6,
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
        SUBMIT_WORDS.map((word, index) => similarity(word, text) - index * 0.01),
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
  const best = scored.sort((left, right) => right.score - left.score)[0];
  return best !== undefined && best.score >= 0.6 ? best.element : null;
}
