import type { ElementHandle, Frame, Page } from 'playwright-core';
import type { Point } from '../box.ts';
import { standalone } from '../page-script.ts';
import { type ElementFacts, type PageLibrary, pageLibrary } from './page-library.ts';

/** Finds what is at a point. */
export async function locate(page: Page, point: Point): Promise<Located> {
  let frame = page.mainFrame();
  let inner = point;
  const chain: FramePoint[] = [];
  for (let depth = 0; ; depth += 1) {
    chain.unshift({ frame, point: inner });
    const facts = await runWithLibrary(frame, lookAt, inner);
    const next = facts.frame === undefined || depth >= MAX_FRAME_DEPTH ? null : await frameAt(frame, inner);
    if (facts.frame === undefined || next === null) return { frame, point: inner, facts, chain };
    inner = {
      x: (inner.x - facts.frame.left) / facts.frame.scaleX,
      y: (inner.y - facts.frame.top) / facts.frame.scaleY,
    };
    frame = next;
  }
}

const MAX_FRAME_DEPTH = 10;

/** A function that is sent to the page as text with the page library at hand; it must not use anything else. */
export type LibraryScript<A, R> = (library: PageLibrary, argument: A) => R | Promise<R>;

/** Runs a self-contained function in a frame, with the page library. */
export async function runWithLibrary<A, R>(
  frame: Frame,
  script: LibraryScript<A, R>,
  argument: A,
): Promise<R> {
  return await frame.evaluate<R>(libraryText(script, argument));
}

export function libraryText<A, R>(script: LibraryScript<A, R>, argument: A): string {
  return standalone(`(${script})((${pageLibrary})(), ${JSON.stringify(argument)})`);
}

/** A point in one frame. */
export interface FramePoint {
  readonly frame: Frame;
  readonly point: Point;
}

/** The element at a point of the viewport, through shadow roots and frames of any origin. */
export interface Located extends FramePoint {
  readonly facts: ElementFacts;
  /** The frames around it, innermost first, this one included. */
  readonly chain: readonly FramePoint[];
}

/** A handle of the control at a point; null when there is nothing. */
export async function handleAt({ frame, point }: FramePoint): Promise<ElementHandle | null> {
  const handle = await frame.evaluateHandle(libraryText(controlAt, point));
  return handle.asElement();
}

async function frameAt(frame: Frame, point: Point): Promise<Frame | null> {
  const handle = await handleAt({ frame, point });
  const content = (await handle?.contentFrame()) ?? null;
  await handle?.dispose();
  return content;
}

function lookAt(library: PageLibrary, point: Point): ElementFacts {
  return library.factsOf(library.elementAt(point));
}

function controlAt(library: PageLibrary, point: Point): Element | null {
  const element = library.elementAt(point);
  return element === null ? null : library.controlOf(element);
}
