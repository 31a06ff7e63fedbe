import type { Rect } from '../../../browser/index.ts';
import type { PageElement } from './dom.ts';
import type { Viewport } from './page.ts';

/** At least this much of an element, in px, must be in view before it is acted on. */
const MIN_VISIBLE_PX = 4;

/** The part of an element that is inside the viewport. */
export function visiblePart(rect: Rect, viewport: Viewport): Rect | null {
  const left = Math.max(0, rect.x);
  const top = Math.max(0, rect.y);
  const right = Math.min(viewport.width, rect.x + rect.width);
  const bottom = Math.min(viewport.height, rect.y + rect.height);
  if (right <= left || bottom <= top) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where the element must be scrolled to be acted on; `null`: it is in view already. */
export function scrollNeeded(rect: Rect, viewport: Viewport): 'up' | 'down' | 'left' | 'right' | null {
  const part = visiblePart(rect, viewport);
  const enough = (whole: number, seen: number): boolean =>
    seen >= Math.min(whole, Math.max(MIN_VISIBLE_PX, whole * 0.6), 120);
  if (part !== null && enough(rect.height, part.height) && enough(rect.width, part.width)) return null;
  if (rect.y + rect.height > viewport.height && (part === null || part.height < rect.height)) {
    if (rect.y >= 0) return 'down';
  }
  if (rect.y < 0) return 'up';
  if (rect.x < 0) return 'left';
  return 'right';
}

/** A box as calls carry it: `<box>top,left,bottom,right</box>` in absolute CSS px, inside the viewport. */
export function boxText(rect: Rect, viewport: Viewport): string {
  const part = visiblePart(rect, viewport) ?? { x: 0, y: 0, width: viewport.width, height: viewport.height };
  const round = (value: number): number => Math.round(value * 100) / 100;
  const bottom = Math.min(viewport.height, round(part.y + part.height));
  const right = Math.min(viewport.width, round(part.x + part.width));
  return `<box>${round(part.y)},${round(part.x)},${bottom},${right}</box>`;
}

/** The whole viewport as a box: what scrolls when no part of the page is named. */
export function viewportBox(viewport: Viewport): string {
  return `<box>0,0,${viewport.height},${viewport.width}</box>`;
}

/** Whether an element has a place with an area, wherever it is. */
export function hasArea(element: PageElement): boolean {
  return element.rect !== null && element.rect.width > 0 && element.rect.height > 0;
}
