import type { TakeOverInput } from '../../../../contract/take-over.ts';
import type { LivePicture } from './live-picture.ts';
import type { Spot } from './page-place.ts';

/** Fingers: a tap clicks, a long press clicks with the right button, one finger moves the picture and scrolls, two zoom it. */
export class TouchInput {
  readonly #picture: LivePicture;
  readonly #send: (input: TakeOverInput) => void;
  readonly #fingers = new Map<number, Spot>();
  #gesture: 'none' | 'press' | 'drag' | 'pinch' | 'done' = 'none';
  #start: Spot = { x: 0, y: 0 };
  #longPress: ReturnType<typeof setTimeout> | undefined;
  #lastTap: { readonly at: number; readonly spot: Spot } | undefined;

  constructor(picture: LivePicture, send: (input: TakeOverInput) => void) {
    this.#picture = picture;
    this.#send = send;
  }

  down(event: PointerEvent): void {
    this.#picture.stage.setPointerCapture(event.pointerId);
    const spot = spotOf(event);
    this.#fingers.set(event.pointerId, spot);
    clearTimeout(this.#longPress);
    if (this.#fingers.size > 1) {
      this.#gesture = this.#fingers.size === 2 ? 'pinch' : 'done';
      return;
    }
    this.#gesture = 'press';
    this.#start = spot;
    this.#longPress = setTimeout(() => {
      if (this.#gesture !== 'press') return;
      this.#gesture = 'done';
      this.#click(spot, 'right', 1);
    }, LONG_PRESS_MS);
  }

  move(event: PointerEvent): void {
    const before = this.#fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = spotOf(event);
    if (this.#gesture === 'pinch') this.#pinch(event.pointerId, before, now);
    this.#fingers.set(event.pointerId, now);
    if (this.#gesture === 'press' && gap(this.#start, now) > TAP_PX) {
      clearTimeout(this.#longPress);
      this.#gesture = 'drag';
    }
    if (this.#gesture === 'drag') this.#drag(before, now);
  }

  up(event: PointerEvent): void {
    clearTimeout(this.#longPress);
    this.#fingers.delete(event.pointerId);
    if (this.#gesture === 'press') this.#tap(event);
    if (this.#fingers.size === 0) this.#gesture = 'none';
    else this.#gesture = 'done';
  }

  cancel(): void {
    clearTimeout(this.#longPress);
    this.#fingers.clear();
    this.#gesture = 'none';
  }

  #tap(event: PointerEvent): void {
    const spot = this.#start;
    const last = this.#lastTap;
    const isDouble =
      last !== undefined && event.timeStamp - last.at < DOUBLE_TAP_MS && gap(last.spot, spot) < 3 * TAP_PX;
    this.#lastTap = isDouble ? undefined : { at: event.timeStamp, spot };
    this.#click(isDouble ? last.spot : spot, 'left', isDouble ? 2 : 1);
  }

  #click(at: Spot, button: 'left' | 'right', clickCount: number): void {
    const spot = this.#picture.spotOf({ clientX: at.x, clientY: at.y });
    if (spot === undefined) return;
    const pointer = { type: 'pointer', ...spot, modifiers: 0 } as const;
    this.#send({ ...pointer, event: 'move', button: 'none', clickCount: 0 });
    this.#send({ ...pointer, event: 'down', button, clickCount });
    this.#send({ ...pointer, event: 'up', button, clickCount });
    this.#picture.mark(at);
  }

  #drag(before: Spot, now: Spot): void {
    const rest = this.#picture.drag({ x: now.x - before.x, y: now.y - before.y });
    if (Math.abs(rest.x) < 1 && Math.abs(rest.y) < 1) return;
    const spot = this.#picture.nearestSpotOf({ clientX: this.#start.x, clientY: this.#start.y });
    this.#send({ type: 'wheel', ...spot, deltaX: -rest.x, deltaY: -rest.y, modifiers: 0 });
  }

  #pinch(moved: number, before: Spot, now: Spot): void {
    const other = [...this.#fingers].find(([id]) => id !== moved)?.[1];
    if (other === undefined) return;
    const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
    this.#picture.drag({ x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
    this.#picture.zoom(gap(now, other) / Math.max(1, gap(before, other)), middle);
  }
}

const LONG_PRESS_MS = 550;
const DOUBLE_TAP_MS = 300;
/** How far a finger may move and still taps. */
const TAP_PX = 10;

function spotOf({ clientX, clientY }: PointerEvent): Spot {
  return { x: clientX, y: clientY };
}

function gap(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
