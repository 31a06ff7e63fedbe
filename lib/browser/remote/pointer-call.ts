import type { TakeOverInput } from '../../contract/take-over.ts';

/** Turns what a pointer does into what `Input.dispatchMouseEvent` takes; knows which buttons are held. */
export class PointerCalls {
  #held = 0;

  /** @returns `undefined` for what changes nothing, such as a button let go that was not held */
  of(input: PointerMessage): PointerCall | undefined {
    if (input.type === 'wheel') {
      const { x, y, deltaX, deltaY, modifiers } = input;
      return { type: 'mouseWheel', x, y, deltaX, deltaY, modifiers, buttons: this.#held };
    }
    const { event, x, y, modifiers, clickCount } = input;
    if (event === 'move') {
      return { type: 'mouseMoved', x, y, modifiers, button: buttonOf(this.#held), buttons: this.#held };
    }
    const { button } = input;
    const bit = BUTTONS[button];
    if (bit === 0 || (event === 'up' && (this.#held & bit) === 0)) return undefined;
    this.#held = event === 'down' ? this.#held | bit : this.#held & ~bit;
    const type = event === 'down' ? 'mousePressed' : 'mouseReleased';
    return { type, x, y, modifiers, button, buttons: this.#held, clickCount: Math.max(1, clickCount) };
  }

  /** Lets go of all that is held, where the pointer was last: the person has gone. */
  release(at: { readonly x: number; readonly y: number }): readonly PointerCall[] {
    const shared = { type: 'pointer', event: 'up', ...at, clickCount: 1, modifiers: 0 } as const;
    return (['left', 'middle', 'right'] as const)
      .map((button) => this.of({ ...shared, button }))
      .filter((call) => call !== undefined);
  }
}

export type PointerMessage = Extract<TakeOverInput, { readonly type: 'pointer' | 'wheel' }>;

export interface PointerCall {
  readonly type: 'mouseMoved' | 'mousePressed' | 'mouseReleased' | 'mouseWheel';
  readonly x: number;
  readonly y: number;
  readonly modifiers: number;
  readonly button?: PointerButton;
  readonly buttons: number;
  readonly clickCount?: number;
  readonly deltaX?: number;
  readonly deltaY?: number;
}

type PointerButton = 'none' | 'left' | 'middle' | 'right';

/** As `MouseEvent.buttons` counts them. */
const BUTTONS: Readonly<Record<PointerButton, number>> = { none: 0, left: 1, right: 2, middle: 4 };

function buttonOf(held: number): PointerButton {
  if ((held & BUTTONS.left) !== 0) return 'left';
  if ((held & BUTTONS.right) !== 0) return 'right';
  return (held & BUTTONS.middle) !== 0 ? 'middle' : 'none';
}
