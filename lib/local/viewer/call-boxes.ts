import { BOX_TEXT } from '../../contract/protocol.ts';
import type { SeenPage, StepCall } from './view-model.ts';

/** Where a call points, in CSS pixels of the viewport. */
export interface CallBox {
  /** Position of the call in its program, from 1. */
  readonly number: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BARE = /^\s*\d+\s*,\s*\d+\s*,\s*\d+\s*,\s*\d+\s*$/;

/**
 * The boxes that the calls of a step point at. Both forms of the wire are read: `<box>top,left,bottom,right</box>`
 * in pixels, `<bbox>left,top,right,bottom</bbox>` (also bare) in thousandths. What cannot be read is left out.
 */
export function boxesOf(
  calls: readonly StepCall[],
  viewport: Pick<SeenPage, 'width' | 'height'>,
): readonly CallBox[] {
  return calls.flatMap((call, index) => {
    const text = boxTextOf(call);
    const box = text === undefined ? undefined : parse(text.trim(), viewport);
    return box === undefined ? [] : [{ number: index + 1, ...box }];
  });
}

/** True for the text of a box, which a reader of a program need not see in full. */
export function isBoxText(text: string): boolean {
  return BOX_TEXT.pixels.test(text.trim()) || BOX_TEXT.thousandths.test(text.trim());
}

function boxTextOf({ name, input }: StepCall): string | undefined {
  if (!name.startsWith('agent')) return undefined;
  const values: readonly unknown[] = Array.isArray(input)
    ? input
    : typeof input === 'object' && input !== null && 'box' in input
      ? [input.box]
      : [];
  return values.find((value): value is string => typeof value === 'string' && looksLikeBox(value));
}

function looksLikeBox(text: string): boolean {
  return isBoxText(text) || BARE.test(text);
}

function parse(
  text: string,
  viewport: Pick<SeenPage, 'width' | 'height'>,
): Omit<CallBox, 'number'> | undefined {
  const pixels = BOX_TEXT.pixels.exec(text)?.[1];
  const numbers = (pixels ?? BOX_TEXT.thousandths.exec(text)?.[1] ?? text).split(',').map(Number);
  const [a, b, c, d] = numbers;
  if (a === undefined || b === undefined || c === undefined || d === undefined || numbers.length !== 4)
    return undefined;
  const [left, top, right, bottom] =
    pixels === undefined
      ? [a * viewport.width, b * viewport.height, c * viewport.width, d * viewport.height].map(
          (v) => v / 1000,
        )
      : [b, a, d, c];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined)
    return undefined;
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return Object.values(box).every(Number.isFinite) && box.width > 0 && box.height > 0 ? box : undefined;
}
