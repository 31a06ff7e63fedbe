import type { Size } from './frame-assembler.ts';

/** Where the page stands on the screen: its left upper corner, in pixels of the stage, and how much of them a pixel of the page is. */
export interface PagePlace {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The whole page, as large as it can be; not larger than it is. */
export function fitted(stage: Size, page: Size): PagePlace {
  const scale = smallestScale(stage, page);
  return settled({ scale, left: 0, top: 0 }, stage, page);
}

/** Nearer or farther: what is at the spot stays there. */
export function zoomed(place: PagePlace, factor: number, at: Spot, stage: Size, page: Size): PagePlace {
  const scale = Math.min(MAX_SCALE, Math.max(smallestScale(stage, page), place.scale * factor));
  const ratio = scale / place.scale;
  const left = at.x - (at.x - place.left) * ratio;
  const top = at.y - (at.y - place.top) * ratio;
  return settled({ scale, left, top }, stage, page);
}

/** Moves the page under a finger. What cannot be moved is left, in pixels of the page, for the page to scroll. */
export function dragged(
  place: PagePlace,
  by: Spot,
  stage: Size,
  page: Size,
): { readonly place: PagePlace; readonly rest: Spot } {
  const next = settled({ ...place, left: place.left + by.x, top: place.top + by.y }, stage, page);
  return {
    place: next,
    rest: {
      x: (by.x - (next.left - place.left)) / place.scale,
      y: (by.y - (next.top - place.top)) / place.scale,
    },
  };
}

/** Where on the page something on the stage is. @returns undefined beside the page */
export function spotOnPage(place: PagePlace, at: Spot, page: Size): Spot | undefined {
  const x = (at.x - place.left) / place.scale;
  const y = (at.y - place.top) / place.scale;
  return x >= 0 && y >= 0 && x < page.width && y < page.height ? { x, y } : undefined;
}

/** The same, with what is beside the page led to its edge: where a pointer goes that was pressed on the page. */
export function nearestOnPage(place: PagePlace, at: Spot, page: Size): Spot {
  return {
    x: clamp((at.x - place.left) / place.scale, 0, page.width - 1),
    y: clamp((at.y - place.top) / place.scale, 0, page.height - 1),
  };
}

/** In the middle where it is smaller than the stage; else it covers the stage. */
export function settled({ scale, left, top }: PagePlace, stage: Size, page: Size): PagePlace {
  return {
    scale,
    left: settledEdge(left, stage.width, page.width * scale),
    top: settledEdge(top, stage.height, page.height * scale),
  };
}

const MAX_SCALE = 3;

function smallestScale(stage: Size, page: Size): number {
  return Math.min(1, stage.width / page.width, stage.height / page.height);
}

function settledEdge(edge: number, stage: number, page: number): number {
  return page <= stage ? (stage - page) / 2 : clamp(edge, stage - page, 0);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
