import type { TakeOverInput } from '../../../../contract/take-over.ts';
import { modifiersOf } from './key-meaning.ts';
import type { LivePicture } from './live-picture.ts';
import type { Spot } from './page-place.ts';
import { TouchInput } from './touch-input.ts';

/** Hands what mice, pens and fingers do on the picture to the page. */
export class PointerInput {
  readonly #picture: LivePicture;
  readonly #send: (input: TakeOverInput) => void;
  #held: Button = 'none';
  #clicks: { readonly button: Button; readonly at: number; readonly spot: Spot; count: number } | undefined;
  #move: TakeOverInput | undefined;

  /** @param onUse - the person has pressed on the page */
  constructor(picture: LivePicture, send: (input: TakeOverInput) => void, onUse: (isTouch: boolean) => void) {
    this.#picture = picture;
    this.#send = send;
    const { stage } = picture;
    const touch = new TouchInput(picture, send);
    const isMouse = ({ pointerType }: PointerEvent): boolean => pointerType !== 'touch';
    stage.addEventListener('pointerdown', (event) => {
      onUse(!isMouse(event));
      if (!isMouse(event)) return touch.down(event);
      event.preventDefault();
      stage.setPointerCapture(event.pointerId);
      this.#press(event);
    });
    stage.addEventListener('pointermove', (event) =>
      isMouse(event) ? this.#moved(event) : touch.move(event),
    );
    stage.addEventListener('pointerup', (event) => (isMouse(event) ? this.#release(event) : touch.up(event)));
    stage.addEventListener('pointercancel', (event) =>
      isMouse(event) ? this.#release(event) : touch.cancel(),
    );
    stage.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    for (const kept of ['contextmenu', 'auxclick', 'dragstart', 'mousedown'])
      stage.addEventListener(kept, (event) => event.preventDefault());
  }

  #press(event: PointerEvent): void {
    const at = this.#picture.spotOf(event);
    if (at === undefined) return;
    const button = BUTTONS[event.button] ?? 'none';
    if (button === 'none') return;
    const before = this.#clicks;
    const isAgain =
      before?.button === button &&
      event.timeStamp - before.at < DOUBLE_CLICK_MS &&
      Math.hypot(before.spot.x - at.x, before.spot.y - at.y) < NEAR;
    const count = isAgain ? before.count + 1 : 1;
    this.#clicks = { button, at: event.timeStamp, spot: at, count };
    this.#held = button;
    this.#flushMove();
    this.#send({
      ...{ type: 'pointer', event: 'down', ...at, button, clickCount: count, modifiers: modifiersOf(event) },
    });
  }

  #release(event: PointerEvent): void {
    if (this.#held === 'none') return;
    this.#flushMove();
    const at = this.#picture.nearestSpotOf(event);
    const clickCount = this.#clicks?.count ?? 1;
    const button = this.#held;
    this.#held = 'none';
    this.#send({ type: 'pointer', event: 'up', ...at, button, clickCount, modifiers: modifiersOf(event) });
  }

  #moved(event: PointerEvent): void {
    const at = this.#held === 'none' ? this.#picture.spotOf(event) : this.#picture.nearestSpotOf(event);
    if (at === undefined) return;
    if (this.#move === undefined) requestAnimationFrame(() => this.#flushMove());
    const [button, modifiers] = [this.#held, modifiersOf(event)];
    this.#move = { type: 'pointer', event: 'move', ...at, button, clickCount: 0, modifiers };
  }

  #flushMove(): void {
    if (this.#move !== undefined) this.#send(this.#move);
    this.#move = undefined;
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    // So do touchpads say that two fingers pinch.
    if (event.ctrlKey) {
      this.#picture.zoom(Math.exp(-event.deltaY / 200), event);
      return;
    }
    const at = this.#picture.spotOf(event);
    if (at === undefined) return;
    const unit = UNIT_PX[event.deltaMode] ?? 1;
    this.#send({
      type: 'wheel',
      ...at,
      deltaX: event.deltaX * unit,
      deltaY: event.deltaY * unit,
      modifiers: modifiersOf(event),
    });
  }
}

type Button = Extract<TakeOverInput, { type: 'pointer' }>['button'];

const BUTTONS: readonly Button[] = ['left', 'middle', 'right'];
/** Pixels, lines, pages. */
const UNIT_PX = [1, 20, 600];
const DOUBLE_CLICK_MS = 500;
/** In pixels of the page. */
const NEAR = 6;
