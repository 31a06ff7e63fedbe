import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { checkControl, control } from './control.ts';
import { DATE_EXAMPLES, isDateType, parseDateValue } from './parse-date.ts';
import type { Reached } from './reach.ts';
import { selectOption } from './select-option.ts';
import { setDrawnSlider } from './set-drawn-slider.ts';
import { setSlider } from './set-slider.ts';

/**
 * Sets the value of a control that cannot be typed into reliably: select, colour, slider, date, time.
 * @returns false when the control is none of these.
 * @throws AgentRedirectError when it cannot have this value, or shows another one afterwards.
 */
export async function setValue(reached: Reached, value: string, context: ActionContext): Promise<boolean> {
  const { isEditable, tag, type } = reached.facts;
  if (tag === 'select') await selectOption(reached, value, context);
  else if (tag !== 'input') return !isEditable && (await setDrawnSlider(reached, value, context));
  else if (type === 'color') await set(reached, colourOf(value), context);
  else if (type === 'range') await setSlider(reached, value, context);
  else if (isDateType(type)) {
    const parsed = value.trim() === '' ? '' : parseDateValue(type, value);
    if (parsed === undefined) {
      throw new AgentRedirectError(
        `"${value}" is no value for this ${type} input. Use ${DATE_EXAMPLES[type]}.`,
      );
    }
    await set(reached, parsed, context);
  } else return false;
  return true;
}

async function set(reached: Reached, value: string, context: ActionContext): Promise<void> {
  await control(reached, { name: 'set', value });
  await checkControl(reached, context, {
    isRight: (now) =>
      value === '' ? now.value === '' : now.value.toLowerCase().startsWith(value.toLowerCase()),
    explain: (now) => `The ${reached.facts.type} input shows "${now.value}", not "${value}".`,
  });
}

function colourOf(value: string): string {
  const digits = value.trim().replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`;
  if (/^[0-9a-f]{3}$/.test(digits)) return `#${digits.replace(/./g, '$&$&')}`;
  throw new AgentRedirectError(`"${value}" is no colour. Use the form #RRGGBB.`);
}
