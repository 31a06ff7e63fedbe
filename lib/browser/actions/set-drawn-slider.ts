import { AgentRedirectError } from '../errors.ts';
import type { ActionContext } from './action-context.ts';
import { runWithLibrary } from './locate.ts';
import type { PageLibrary } from './page-library.ts';
import { poll } from './poll.ts';
import type { Reached } from './reach.ts';

/**
 * Sets a slider that the page draws itself (`role="slider"`), by arrow keys.
 * @returns false when there is none.
 * @throws AgentRedirectError when it does not come to stand at the value.
 */
export async function setDrawnSlider(
  reached: Reached,
  text: string,
  context: ActionContext,
): Promise<boolean> {
  const { frame, point } = reached;
  const read = (follows = true): Promise<DrawnSlider | null> =>
    runWithLibrary(frame, focusSlider, { point, follows });
  const wanted = text.trim() === '' ? Number.NaN : Number(text);
  let slider = await read(false);
  if (slider === null || !Number.isFinite(wanted)) return false;
  // In pages from right to left, and in some others, the arrows are the other way round.
  let [more, less] = ['ArrowRight', 'ArrowLeft'];
  for (let presses = 0; presses < MAX_PRESSES && slider.now !== wanted; presses += 1) {
    context.signal.throwIfAborted();
    const before: DrawnSlider = slider;
    await context.page.keyboard.press(before.now < wanted ? more : less);
    const after = await poll(() => read(), {
      until: (seen) => seen?.now !== before.now,
      timeoutMs: KEY_MS,
      signal: context.signal,
    });
    if (after === null || after.now === before.now) break;
    slider = after;
    const [missing, missed] = [Math.abs(wanted - after.now), Math.abs(wanted - before.now)];
    if (missing < missed) continue;
    if (presses > 0) break;
    [more, less] = [less, more];
  }
  if (slider.now === wanted) return true;
  throw new AgentRedirectError(
    `The slider shows ${slider.now}, not ${wanted}: with arrow keys it comes no nearer.`,
    { kind: 'difference', summary: 'A slider shows another value than the one that it was set to.' },
  );
}

const MAX_PRESSES = 200;
const KEY_MS = 150;

interface DrawnSlider {
  readonly now: number;
}

function focusSlider(
  library: PageLibrary,
  { point, follows }: { point: { x: number; y: number }; follows: boolean },
): DrawnSlider | null {
  const { dom, chainOf } = library;
  const at = library.elementAt(point);
  const inside = at === null ? [] : [...dom.call(at, 'querySelectorAll', '[role=slider]')];
  const around = chainOf(at).find((each) => dom.call(each, 'matches', '[role=slider]'));
  const focused = library.activeElement();
  const found = around ?? (inside.length === 1 ? inside[0] : undefined);
  // A thumb that is moved away from the point is still the one that has the focus.
  const slider =
    follows && focused !== null && dom.call(focused, 'matches', '[role=slider]') ? focused : found;
  if (!(slider instanceof HTMLElement)) return null;
  dom.call(slider, 'focus');
  const now = dom.call(slider, 'getAttribute', 'aria-valuenow');
  return now === null ? null : { now: Number(now) };
}
