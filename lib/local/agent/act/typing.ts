import { findField, findOption, orphanLabel } from '../find/controls.ts';
import type { Intent } from '../language/intents.ts';
import { namedTarget } from '../language/parse-target.ts';
import { attribute, type PageElement } from '../page/dom.ts';
import { optionsOf, optionText } from '../page/fields.ts';
import { fail, type Outcome, once, type Situation, waitOrFail } from './outcome.ts';
import { planCheck, planSelect, targetWords } from './plan-form.ts';
import { onElement } from './reach.ts';

/** Types into a field, or chooses or ticks where the "field" turns out to be a list or a box. */
export function planFill(intent: Extract<Intent, { kind: 'fill' }>, situation: Situation): Outcome {
  const field = findField(situation.page, intent.target);
  if (
    field?.tag === 'select' ||
    (field !== null && field.tag !== 'input' && attribute(field, 'role') === 'combobox')
  ) {
    return planSelect(
      { kind: 'select', option: { ...namedTarget(intent.value), quoted: true }, target: intent.target },
      situation,
    );
  }
  if (field === null && situation.attempts.length === 0) {
    const radio = planSelect(
      { kind: 'select', option: { ...namedTarget(intent.value), quoted: true }, target: intent.target },
      situation,
    );
    if (radio.kind === 'run' && radio.phase !== 'wait') return radio;
    const yes = /^(?:on|yes|true|checked|ticked)$/i.test(intent.value);
    if (yes || /^(?:off|no|false|unchecked|unticked)$/i.test(intent.value)) {
      return planCheck({ kind: 'check', target: intent.target, checked: yes }, situation);
    }
  }
  return once(situation, () => {
    if (field !== null) return typeInto(situation, field, intent.value, intent.pressEnter);
    const label = orphanLabel(situation.page, intent.target);
    if (label !== null)
      return onElement(situation, label, (box) => ({
        name: 'agentType',
        input: [intent.value, box, intent.pressEnter],
      }));
    return waitOrFail(situation, `find a field for ${targetWords(intent.target)}`);
  });
}

/** Types a value as the kind of field wants it. */
export function typeInto(
  situation: Situation,
  field: PageElement,
  value: string,
  pressEnter: boolean,
): Outcome {
  const wanted = attribute(field, 'type')?.toLowerCase() === 'date' ? isoDate(value) : value;
  return onElement(situation, field, (box) => ({
    name: 'agentType',
    input: pressEnter ? [wanted, box, true] : [wanted, box],
  }));
}

/** Chooses an option of a native list. Fails at once, with the options, when it has no such option. */
export function chooseIn(
  situation: Situation,
  select: PageElement,
  intent: Extract<Intent, { kind: 'select' }>,
): Outcome {
  const option = findOption(select, intent.option);
  if (option === null) {
    const options = optionsOf(select).map(optionText).slice(0, 20).join(', ');
    return fail(`find the option ${targetWords(intent.option)}; the list has: ${options}`);
  }
  return onElement(situation, select, (box) => ({ name: 'agentType', input: [option, box] }));
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Date fields take ISO dates: "March 3, 2027" and "3 March 2027" are rewritten, all else is kept. */
export function isoDate(text: string): string {
  const match =
    /^(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?),? (\d{4})$/i.exec(
      text.trim(),
    );
  if (match === null) return text;
  const month = MONTHS.indexOf((match[2] ?? match[3] ?? '').slice(0, 3).toLowerCase()) + 1;
  const day = Number(match[1] ?? match[4]);
  if (month === 0 || day < 1 || day > 31) return text;
  return `${match[5]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
