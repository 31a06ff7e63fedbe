import type { ActionContext } from './action-context.ts';
import { control } from './control.ts';
import type { ControlState } from './control-watch.ts';
import { pollSteady } from './poll.ts';
import type { Reached } from './reach.ts';

/** Clicks a checkbox or radio, and tells the agent when it is as before: pages turn back what they do not allow. */
export async function checkToggled(
  reached: Reached,
  context: ActionContext,
  click: () => Promise<void>,
): Promise<void> {
  const { type } = reached.facts;
  const before = await control(reached, { name: 'begin', value: '' });
  await click();
  // A radio that is on stays on.
  if (before === undefined || (type === 'radio' && before.isOn === true)) return;
  const read = (): Promise<ControlState | undefined> => control(reached, { name: 'read' });
  const isTurned = (now: ControlState | undefined): boolean => now === undefined || now.isOn !== before.isOn;
  const news = {
    kind: 'difference',
    text: `The ${type} is ${before.isOn === true ? 'on' : 'off'} as before: the page has turned it back.`,
    summary: 'A checkbox or radio is as it was before it was clicked.',
  } as const;
  if (!isTurned(await pollSteady(read, { isRight: isTurned, signal: context.signal }))) context.tell(news);
  else context.lookAgain(async () => (isTurned(await read()) ? undefined : news));
}
