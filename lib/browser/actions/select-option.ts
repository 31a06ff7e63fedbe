import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { chooseOption } from './choose-option.ts';
import { checkControl, control } from './control.ts';
import { cutLabel, optionList } from './option-list.ts';
import type { OptionFacts } from './page-library.ts';
import { poll } from './poll.ts';
import type { Reached } from './reach.ts';

/**
 * Chooses from a list by label or value; from one that takes several, also more, each on a line or after a comma.
 * @throws AgentRedirectError when there is no such option, or the list shows another one afterwards.
 */
export async function selectOption(reached: Reached, value: string, context: ActionContext): Promise<void> {
  const { isMultiple } = reached.facts;
  let options = reached.facts.options;
  let choice = choose(options, value, isMultiple);
  if ('reason' in choice) {
    options = await openedOptions(reached, context);
    choice = choose(options, value, isMultiple);
  }
  if ('reason' in choice) {
    throw new AgentRedirectError(`${choice.reason} The options are: ${optionList(options, value)}`);
  }
  const { indexes } = choice;
  await control(reached, { name: 'select', indexes });
  const wanted = new Set(indexes.map((index) => keyOf(options[index])));
  await checkControl(reached, context, {
    isRight: ({ selected }) =>
      selected.length === wanted.size && selected.every((each) => wanted.has(keyOf(each))),
    explain: ({ selected }) => {
      const shown = selected.map(({ label }) => `"${cutLabel(label)}"`).join(', ');
      return `The list shows ${shown === '' ? 'nothing' : shown}, not "${value}": the page has turned it back.`;
    },
  });
}

/** The options after the list was pressed; some pages bring them only then. */
export async function openedOptions(
  reached: Reached,
  { signal }: ActionContext,
): Promise<readonly OptionFacts[]> {
  const before = JSON.stringify(reached.facts.options);
  await control(reached, { name: 'press' });
  const state = await poll(() => control(reached, { name: 'read' }), {
    until: (now) => JSON.stringify(now?.options) !== before,
    timeoutMs: OPENING_MS,
    signal,
  });
  return state?.options ?? [];
}

const OPENING_MS = 500;

type Choice = { readonly indexes: readonly number[] } | { readonly reason: string };

function choose(options: readonly OptionFacts[], value: string, isMultiple: boolean): Choice {
  const isOne = !isMultiple || 'index' in chooseOption(options, value);
  const indexes: number[] = [];
  for (const text of isOne ? [value] : value.split(/[\n,]/)) {
    const choice = chooseOption(options, text);
    if ('reason' in choice) return choice;
    indexes.push(choice.index);
  }
  return { indexes };
}

const keyOf = (option: OptionFacts | undefined): string => JSON.stringify([option?.label, option?.value]);
