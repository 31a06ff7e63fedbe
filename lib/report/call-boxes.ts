import type { TraceCall, TraceStep } from '../contract/act-trace.ts';
import { BOX_TEXT } from '../contract/protocol.ts';

/** Where a call points, in CSS pixels of the viewport. */
export interface CallBox {
  /** Position of the call in its program, from 1. */
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The boxes that the calls of a step point at. Both forms of the wire are read: `<box>top,left,bottom,right</box>`
 * in pixels, `<bbox>left,top,right,bottom</bbox>` (also bare) in thousandths. What cannot be read is left out.
 */
export function boxesOf(calls: readonly TraceCall[], viewport: Viewport): readonly CallBox[] {
  return calls.flatMap((call, index) => {
    const text = boxTextOf(call);
    const box = text === undefined ? undefined : parse(text.trim(), viewport);
    return box === undefined ? [] : [{ number: index + 1, ...box }];
  });
}

/** The box of an action, as the model has written it. */
export function boxTextOf({ is_tool, kwargs }: TraceCall): string | undefined {
  return !is_tool && typeof kwargs.box === 'string' ? kwargs.box : undefined;
}

type Viewport = Pick<TraceStep, 'width_px' | 'height_px'>;

function parse(text: string, viewport: Viewport): Omit<CallBox, 'number'> | undefined {
  const pixels = BOX_TEXT.pixels.exec(text)?.[1];
  const numbers = (pixels ?? BOX_TEXT.thousandths.exec(text)?.[1] ?? text).split(',').map(Number);
  const [a, b, c, d] = numbers;
  if (a === undefined || b === undefined || c === undefined || d === undefined || numbers.length !== 4)
    return undefined;
  const across = viewport.width_px / 1000;
  const down = viewport.height_px / 1000;
  const [left, top, right, bottom] =
    pixels === undefined ? ([a * across, b * down, c * across, d * down] as const) : ([b, a, d, c] as const);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return Object.values(box).every(Number.isFinite) && box.width > 0 && box.height > 0 ? box : undefined;
}
