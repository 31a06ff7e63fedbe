import { BOX_TEXT } from '../contract/protocol.ts';
import { AgentRedirectError } from './errors.ts';

/** A box in CSS pixels relative to the viewport, with its centre. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly center: Point;
}

/** Size of the viewport in CSS pixels. */
export interface ViewportSize {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const FORMS =
  'Use <box>top,left,bottom,right</box> in CSS pixels, or <bbox>left,top,right,bottom</bbox> in thousandths of the viewport.';
/** Model and browser may round differently; a pixel over the edge is not a mistake. */
const EDGE_TOLERANCE_PX = 1;

/**
 * Reads a box of the model: `<bbox>left,top,right,bottom</bbox>` (or bare) in whole thousandths of the viewport,
 * or `<box>top,left,bottom,right</box>` in CSS pixels.
 * @throws AgentRedirectError with a text for the model when it is malformed or outside the viewport.
 */
export function parseBox(text: string, viewport: ViewportSize): Box {
  const trimmed = text.trim();
  const pixels = BOX_TEXT.pixels.exec(trimmed)?.[1];
  const box = pixels === undefined ? fromThousandths(trimmed, viewport) : fromPixels(pixels, trimmed);
  return checked({ box, text: trimmed, viewport });
}

type Sides = Omit<Box, 'center'>;

function fromPixels(inner: string, text: string): Sides {
  const [top, left, bottom, right] = fourNumbers(inner, text);
  return { left, top, right, bottom };
}

function fromThousandths(text: string, viewport: ViewportSize): Sides {
  const numbers = fourNumbers(BOX_TEXT.thousandths.exec(text)?.[1] ?? text, text);
  if (!numbers.every((value) => Number.isInteger(value) && value >= 0 && value <= 1000)) {
    throw new AgentRedirectError(`The box ${text} must have whole numbers from 0 to 1000. ${FORMS}`);
  }
  const [left, top, right, bottom] = numbers;
  return {
    left: Math.floor((left * viewport.width) / 1000),
    top: Math.floor((top * viewport.height) / 1000),
    right: Math.ceil((right * viewport.width) / 1000),
    bottom: Math.ceil((bottom * viewport.height) / 1000),
  };
}

function fourNumbers(inner: string, text: string): [number, number, number, number] {
  const parts = inner.split(',').map((part) => part.trim());
  const [a, b, c, d] = parts.map((part) => (/^[+-]?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const complete = parts.length === 4 && [a, b, c, d].every((value) => Number.isFinite(value));
  if (!complete || a === undefined || b === undefined || c === undefined || d === undefined) {
    throw new AgentRedirectError(`The box "${text}" cannot be read: it must have four numbers. ${FORMS}`);
  }
  return [a, b, c, d];
}

function checked(given: { box: Sides; text: string; viewport: ViewportSize }): Box {
  const { box, text, viewport } = given;
  const size = `${viewport.width} x ${viewport.height} CSS pixels`;
  if (
    Math.min(box.left, box.top) < -EDGE_TOLERANCE_PX ||
    box.right > viewport.width + EDGE_TOLERANCE_PX ||
    box.bottom > viewport.height + EDGE_TOLERANCE_PX
  ) {
    throw new AgentRedirectError(
      `The box ${text} is outside the viewport of ${size}. Choose a box inside it, or scroll to the element first.`,
    );
  }
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  const right = Math.min(viewport.width, box.right);
  const bottom = Math.min(viewport.height, box.bottom);
  if (left >= right || top >= bottom) {
    throw new AgentRedirectError(
      `The box ${text} is empty: left must be less than right, and top less than bottom. ${FORMS}`,
    );
  }
  return { left, top, right, bottom, center: { x: (left + right) / 2, y: (top + bottom) / 2 } };
}
