import type { Page } from 'playwright-core';
import type { Point } from '../box.ts';
import { domReader } from '../dom-reader.ts';
import { PageFrame, type ScriptOptions } from '../frames/page-frame.ts';
import { runForJson, type ScriptFrame, standalone } from '../page-script.ts';
import { type ElementFacts, type PageLibrary, pageLibrary } from './page-library.ts';

/** Finds what is at a point. `known` is what is known of it in the frame that fills the tab. */
export async function locate(page: Page, point: Point, known?: ElementFacts): Promise<Located> {
  let frame = PageFrame.main(page);
  let inner = point;
  const chain: FramePoint[] = [];
  for (let depth = 0; ; depth += 1) {
    chain.unshift({ frame, point: inner });
    const facts = depth === 0 && known ? known : await runWithLibrary(frame, lookAt, inner);
    const next =
      facts.frame === undefined || depth >= MAX_FRAME_DEPTH
        ? undefined
        : await frame.child(libraryText(controlAt, inner));
    if (facts.frame === undefined || next === undefined) return { frame, point: inner, facts, chain };
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

/** Runs a self-contained function in a frame, with the page library, in a world of our own; argument and result are JSON. */
export async function runWithLibrary<A, R>(
  frame: ScriptFrame,
  script: LibraryScript<A, R>,
  argument: A,
  options?: ScriptOptions,
): Promise<R> {
  return await runForJson(frame, libraryText(script, argument), options);
}

/** The same for a function that is there as text. */
export function runTextWithLibrary<R>(frame: ScriptFrame, script: string, argument: unknown): Promise<R> {
  return runForJson(frame, libraryText(script, argument));
}

/** The text that runs `script` in a page. */
function libraryText<A, R>(script: LibraryScript<A, R> | string, argument: A): string {
  return standalone(`(${script})((${pageLibrary})((${domReader})()), ${JSON.stringify(argument)})`);
}

/** A point in one frame. */
export interface FramePoint {
  readonly frame: PageFrame;
  readonly point: Point;
}

/** The element at a point of the viewport, through shadow roots and frames of any origin. */
export interface Located extends FramePoint {
  readonly facts: ElementFacts;
  /** The frames around it, innermost first, this one included. */
  readonly chain: readonly FramePoint[];
}

/** A page script: what is at a point. */
export function lookAt(library: PageLibrary, point: Point): ElementFacts {
  return library.factsOf(library.elementAt(point));
}

function controlAt(library: PageLibrary, point: Point): Element | null {
  const element = library.elementAt(point);
  return element === null ? null : library.controlOf(element);
}
