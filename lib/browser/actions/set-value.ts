import { AgentRedirectError } from '../errors.ts';
import { optionList } from './agent-click.ts';
import { chooseOption } from './choose-option.ts';
import { type Located, runWithLibrary } from './locate.ts';
import type { PageLibrary } from './page-library.ts';
import { DATE_EXAMPLES, isDateType, parseDateValue } from './parse-date.ts';

/**
 * Sets the value of a control that cannot be typed into reliably: select, colour, slider, date, time.
 * @returns false when the control is none of these.
 */
export async function setValue(located: Located, value: string): Promise<boolean> {
  const { facts } = located;
  if (facts.tag === 'select') await choose(located, value);
  else if (facts.tag !== 'input') return false;
  else if (facts.type === 'color') await set(located, colourOf(value));
  else if (facts.type === 'range') await set(located, sliderValue(value));
  else if (isDateType(facts.type)) {
    const parsed = value.trim() === '' ? '' : parseDateValue(facts.type, value);
    if (parsed === undefined) {
      throw new AgentRedirectError(
        `"${value}" is no value for this ${facts.type} input. Use ${DATE_EXAMPLES[facts.type]}.`,
      );
    }
    await set(located, parsed);
  } else return false;
  return true;
}

async function choose(located: Located, value: string): Promise<void> {
  const { facts } = located;
  const wanted =
    facts.isMultiple && !('index' in chooseOption(facts.options, value)) ? value.split(/[\n,]/) : [value];
  const choices = wanted.map((text) => chooseOption(facts.options, text));
  const indexes: number[] = [];
  for (const choice of choices) {
    if ('reason' in choice) {
      throw new AgentRedirectError(`${choice.reason} The options are: ${optionList(facts)}`);
    }
    indexes.push(choice.index);
  }
  await runWithLibrary(located.frame, selectOptions, { point: located.point, indexes });
}

async function set(located: Located, value: string): Promise<void> {
  const now = await runWithLibrary(located.frame, setInput, { point: located.point, value });
  const isTaken =
    located.facts.type === 'range' ? now !== '' : now.toLowerCase().startsWith(value.toLowerCase());
  if (!isTaken) {
    throw new AgentRedirectError(
      `The ${located.facts.type} input did not take "${value}"; it has "${now}" now.`,
    );
  }
}

function colourOf(value: string): string {
  const digits = value.trim().replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{6}$/.test(digits)) return `#${digits}`;
  if (/^[0-9a-f]{3}$/.test(digits)) return `#${digits.replace(/./g, '$&$&')}`;
  throw new AgentRedirectError(`"${value}" is no colour. Use the form #RRGGBB.`);
}

function sliderValue(value: string): string {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) return String(number);
  throw new AgentRedirectError(`"${value}" is no value for a slider. Use a number.`);
}

function setInput(library: PageLibrary, given: { point: { x: number; y: number }; value: string }): string {
  const element = library.elementAt(given.point);
  const input = element === null ? null : library.controlOf(element);
  if (input === null || input.localName !== 'input') return '';
  library.setValue(input as HTMLInputElement, given.value);
  return (input as HTMLInputElement).value;
}

function selectOptions(
  library: PageLibrary,
  given: { point: { x: number; y: number }; indexes: readonly number[] },
): void {
  const element = library.elementAt(given.point);
  const select = element === null ? null : library.controlOf(element);
  if (select === null || select.localName !== 'select') return;
  const list = select as HTMLSelectElement;
  list.focus();
  if (list.multiple) {
    for (const [index, option] of [...list.options].entries())
      option.selected = given.indexes.includes(index);
  } else {
    list.selectedIndex = given.indexes[0] ?? -1;
  }
  library.announceChange(list);
}
