import type { Point } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { checkControl, control } from './control.ts';
import type { Reached } from './reach.ts';

/**
 * Sets a slider as a drag of the mouse does, so that pages hear of it by whatever they listen to: pressed where the value
 * is about, moved to it exactly, let go.
 * @throws AgentRedirectError when the text is no number, or the slider shows another one afterwards.
 */
export async function setSlider(reached: Reached, text: string, context: ActionContext): Promise<void> {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) {
    throw new AgentRedirectError(`"${text}" is no value for a slider. Use a number.`);
  }
  const state = await control(reached, { name: 'begin', value: String(value) });
  if (state?.place) await drag({ reached, place: state.place, value: String(value), context });
  else await control(reached, { name: 'set', value: String(value) });
  await checkControl(reached, context, {
    isRight: (now) => Number(now.value) === value,
    explain: ({ value: shown, range: { min, max, step } }) =>
      `The slider shows ${shown}, not ${value}: it goes from ${min} to ${max}${step === 'any' ? '' : ` in steps of ${step}`}.`,
  });
}

async function drag(given: {
  readonly reached: Reached;
  readonly place: Point;
  readonly value: string;
  readonly context: ActionContext;
}): Promise<void> {
  const { reached, place, value, context } = given;
  const { mouse } = context.page;
  const { center } = reached.box;
  context.signal.throwIfAborted();
  await mouse.move(center.x + place.x - reached.point.x, center.y + place.y - reached.point.y);
  try {
    await mouse.down();
    await control(reached, { name: 'drag', value });
  } finally {
    await mouse.up();
  }
  await control(reached, { name: 'release' });
}
