import { labelOf } from '../find/best.ts';
import { findClickable } from '../find/clickable.ts';
import { findField, findOption } from '../find/fields.ts';
import { inPlace } from '../find/place.ts';
import { EXACT, pick, type Ranked, rankControls } from '../find/rank.ts';
import type { Intent, Target } from '../language/intents.ts';
import { similarity, wordsOf } from '../language/words.ts';
import { hasArea } from '../page/boxes.ts';
import { ancestors, attribute, descendants, type PageElement } from '../page/dom.ts';
import { fieldValue, isChecked, optionsOf, optionText } from '../page/fields.ts';
import { isCutList } from '../page/left-out.ts';
import type { Page } from '../page/page.ts';
import { controlKind } from '../page/roles.ts';
import { textOf } from '../page/text.ts';
import { done, fail, type Outcome, once, type Situation, waitOrFail } from './outcome.ts';
import { clickOn, onElement } from './reach.ts';
import { mayReadBack } from './read-back.ts';
import { targetWords } from './target-words.ts';
import { typeInto } from './typing.ts';

/** Chooses an option: of a native list, of a radio group, or of a list that opens on a click. */
export function planSelect(intent: Extract<Intent, { kind: 'select' }>, situation: Situation): Outcome {
  const { page, attempts } = situation;
  const open = attempts.some(({ phase }) => phase === 'open');
  if (mayReadBack(situation) && isNotChosen(page, intent))
    return fail(`choose ${targetWords(intent.option)}: it is not chosen afterwards`);
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
    return null;
  }
  // What fits here nearly may be in a list that is cut just so.
  const isSure = page.isThinned || selects.some(({ element }) => isCutList(element));
  const having = selects.filter(({ element }) => findOption(element, option, isSure) !== null);
  const [only] = selects;
  if (having.length === 0 && only !== undefined && selects.length === 1 && isCutList(only.element))
    return only.element;
  return pick(
    having.map(({ element }) => ({ element, score: 1 })),
    { ...option, ordinal: null },
  );
}

function radioFor(page: Page, { option, target }: Extract<Intent, { kind: 'select' }>): PageElement | null {
  const named = rankControls(page, { ...option, role: null }, ['radio']).filter(
    ({ score }) => score >= EXACT,
  );
  const ranked = named.length > 0 || option.quoted ? named : namedWithGroup(page, option);
  if (target === null || ranked.length === 0) return pick(ranked, option);
  const group = ranked.filter(({ element }) =>
    groupNames(page, element).some((name) => similarity(target.text, name) >= 0.75),
  );
  const placed = group.length > 0 ? group : inPlace(page, target, ranked);
  return pick(placed, option);
}

/** Whether the page shows a list or a button for the option, and that it is not chosen. */
function isNotChosen(page: Page, intent: Extract<Intent, { kind: 'select' }>): boolean {
  const select = selectFor(page, intent);
  if (select === null) {
    const radio = radioFor(page, intent);
    return radio !== null && isChecked(radio) === false;
  }
  const option = findOption(select, intent.option);
  return option !== null && !select.attributes.has('multiple') && fieldValue(select) !== option;
}

/** "The gold plan" may be "Gold" among those of "Plan". */
function namedWithGroup(page: Page, option: Target): readonly Ranked[] {
  const radios = page.controls.filter(({ kind }) => kind === 'radio');
  return radios.flatMap((control) => {
    const group = new Set(groupNames(page, control.element).flatMap(wordsOf));
    const own = wordsOf(option.text)
      .filter((word) => !group.has(word))
      .join(' ');
    const short = { ...option, text: own, fullText: own, role: null };
    return rankControls({ ...page, controls: [control] }, short, ['radio']).filter(
      ({ score }) => score >= EXACT,
    );
  });
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
      ranked.filter(({ score }) => score >= EXACT),
      target,
    ) ?? findClickable(page, { ...target, role: 'button' })
  );
}

function openOption(page: Page, option: Target): PageElement | null {
  const ranked = rankControls(page, { ...option, role: null }, ['option', 'radio', 'link', 'button']).filter(
    ({ score }) => score >= EXACT,
  );
  return pick(ranked, option) ?? findClickable(page, { ...option, role: null });
}

/** Chooses an option of a native list. Fails at once, with the options, when it has no such option. */
function chooseIn(
  situation: Situation,
  select: PageElement,
  intent: Extract<Intent, { kind: 'select' }>,
): Outcome {
  const option = findOption(select, intent.option);
  if (option === null && isCutList(select) && intent.option.text !== '' && intent.option.ordinal === null) {
    // It may be among the options that are not seen; the browser knows, and says so.
    return onElement(situation, select, (box) => ({ name: 'agentType', input: [intent.option.text, box] }));
  }
  if (option === null) {
    const options = optionsOf(select).map(optionText).slice(0, 20).join(', ');
    return fail(`find the option ${targetWords(intent.option)}; the list has: ${options}`);
  }
  return onElement(situation, select, (box) => ({ name: 'agentType', input: [option, box] }));
}
