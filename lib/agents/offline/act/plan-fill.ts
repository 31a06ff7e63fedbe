import { orphanLabel } from '../find/boxes.ts';
import { findField } from '../find/fields.ts';
import type { Intent } from '../language/intents.ts';
import { namedTarget } from '../language/parse-target.ts';
import { attribute } from '../page/dom.ts';
import { fail, type Outcome, once, type Situation, waitOrFail } from './outcome.ts';
import { planCheck } from './plan-check.ts';
import { planSelect } from './plan-select.ts';
import { onElement } from './reach.ts';
import { differenceIn, mayReadBack } from './read-back.ts';
import { targetWords } from './target-words.ts';
import { typeInto } from './typing.ts';

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
  if (field !== null && !intent.pressEnter && mayReadBack(situation)) {
    const shown = differenceIn(field, intent.value);
    if (shown !== null)
      return fail(
        `type '${intent.value}' into ${targetWords(intent.target)}: the field shows '${shown}' afterwards`,
      );
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
