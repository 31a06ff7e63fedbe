import type { Point } from '../box.ts';
import type { OptionFacts, PageLibrary } from './page-library.ts';

/** What is done with a control. */
export type ControlTask =
  /** Looks at a slider that is to be set, or a checkbox that is to be clicked. */
  | { readonly name: 'begin'; readonly value: string }
  /** Looks at the control of the last task, wherever it is now. */
  | { readonly name: 'read' }
  /** Puts a value in, with the events of a change. */
  | { readonly name: 'set'; readonly value: string }
  /** The same while the mouse holds it: the change comes with `release`. */
  | { readonly name: 'drag'; readonly value: string }
  | { readonly name: 'release' }
  /** What a press of the mouse would tell the page, without the browser's own list. */
  | { readonly name: 'press' }
  | { readonly name: 'select'; readonly indexes: readonly number[] };

/** What a control shows. */
export interface ControlState {
  readonly value: string;
  /** Of a slider. */
  readonly range: { readonly min: number; readonly max: number; readonly step: string };
  /** Of a slider at `begin`, where the mouse presses for about this value; null when something else is there. */
  readonly place: Point | null;
  /** Of a list. */
  readonly options: readonly OptionFacts[];
  readonly selected: readonly OptionFacts[];
  /** Of a checkbox or radio. */
  readonly isOn: boolean | 'mixed';
}

/** A page script: one control from the first task to the last, also when the page has moved it meanwhile. `left`: the document has. */
export function watchControl(
  library: PageLibrary,
  given: { readonly point: Point; readonly task: ControlTask },
): ControlState | 'left' | null {
  const { task } = given;
  const HALF_THUMB = 8;
  interface Watch {
    readonly element: HTMLInputElement | HTMLSelectElement;
    isChanged: boolean;
  }
  const key = Symbol.for('nova-act.control');
  const before: Watch | undefined = Reflect.get(globalThis, key);
  if (task.name === 'read' && before === undefined) return 'left';
  const at = library.elementAt(given.point);
  const found = at === null ? null : library.controlOf(at);
  const isSame = before?.element.isConnected === true && /read|drag|release/.test(task.name);
  const element: Element | null = isSame ? before.element : found;
  if (!(element instanceof HTMLInputElement || element instanceof HTMLSelectElement)) return null;
  const isInput = element instanceof HTMLInputElement;
  // What a page has put in its place counts, but not something else.
  const isAlike = (['type', 'name', 'id'] as const).every((each) => element[each] === before?.element[each]);
  if (task.name === 'read' && !isAlike) return null;
  const watch: Watch = isSame ? before : { element, isChanged: false };
  Reflect.set(globalThis, key, watch);

  if (isInput && task.name === 'set') library.setValue(element, task.value);
  if (isInput && task.name === 'drag') {
    const note = (): void => {
      watch.isChanged = true;
    };
    element.addEventListener('change', note, { once: true });
    if (Number(element.value) !== Number(task.value)) library.putValue(element, task.value);
  }
  if (isInput && task.name === 'release' && !watch.isChanged) library.announceChange(element, ['change']);
  if (!isInput && task.name === 'press') {
    const { x: clientX, y: clientY } = given.point;
    const init = { bubbles: true, cancelable: true, composed: true, view: window, clientX, clientY };
    element.dispatchEvent(
      new PointerEvent('pointerdown', { ...init, isPrimary: true, pointerType: 'mouse' }),
    );
    element.dispatchEvent(new MouseEvent('mousedown', init));
    element.focus();
    element.dispatchEvent(new PointerEvent('pointerup', { ...init, isPrimary: true, pointerType: 'mouse' }));
    element.dispatchEvent(new MouseEvent('mouseup', init));
    element.dispatchEvent(new MouseEvent('click', init));
  }
  if (!isInput && task.name === 'select') {
    element.focus();
    if (element.multiple) {
      for (const [index, option] of [...element.options].entries())
        option.selected = task.indexes.includes(index);
    } else element.selectedIndex = task.indexes[0] ?? -1;
    library.announceChange(element);
  }

  const limit = (text: string, otherwise: number): number => (text === '' ? otherwise : Number(text));
  const step = isInput && element.step !== '' ? element.step : '1';
  const range = isInput
    ? { min: limit(element.min, 0), max: limit(element.max, 100), step }
    : { min: 0, max: 0, step };

  function placeFor(slider: Element, value: number): Point | null {
    const { left, top, right, bottom } = slider.getBoundingClientRect();
    const { direction, writingMode } = getComputedStyle(slider);
    const isUpright = bottom - top > right - left;
    const isReversed = direction === 'rtl' || (isUpright && !writingMode.startsWith('vertical'));
    const share = (value - range.min) / Math.max(Number.MIN_VALUE, range.max - range.min);
    const part = Math.min(1, Math.max(0, isReversed ? 1 - share : share));
    const place = isUpright
      ? { x: (left + right) / 2, y: top + HALF_THUMB + part * (bottom - top - 2 * HALF_THUMB) }
      : { x: left + HALF_THUMB + part * (right - left - 2 * HALF_THUMB), y: (top + bottom) / 2 };
    return library.elementAt(place) === slider ? place : null;
  }

  const options = isInput ? [] : library.optionsOf(element);
  return {
    value: element.value,
    range,
    place: task.name === 'begin' ? placeFor(element, Number(task.value)) : null,
    options,
    isOn: isInput && (element.indeterminate ? 'mixed' : element.checked),
    selected: isInput ? [] : options.filter((_, index) => element.options[index]?.selected),
  };
}
