import type { Point } from '../box.ts';
import { AgentRedirectError } from '../errors.ts';
import type { BrowserAction, ScrollDirection } from '../types.ts';
import { type ActionContext, boxOnPage } from './action-context.ts';
import { type FramePoint, locate, runWithLibrary } from './locate.ts';
import type { PageLibrary } from './page-library.ts';

/** Scrolls what is under the centre of a box by most of its visible size, with the mouse wheel. */
export async function agentScroll(action: Scroll, { page, signal }: ActionContext): Promise<void> {
  const { center } = await boxOnPage(page, action.box);
  const { chain } = await locate(page, center);
  const distances = await Promise.all(chain.map((at) => watchScroll(at, action)));
  try {
    const index = Math.max(
      0,
      distances.findIndex((each) => each > 0),
    );
    const distance = distances[index] || 100;
    const { x, y } = unitVector(action.direction);
    signal?.throwIfAborted();
    await page.mouse.move(center.x, center.y);
    await page.mouse.wheel(x * distance, y * distance);
    const outcomes = await Promise.all(
      chain.map(({ frame }) => runWithLibrary(frame, finishScroll, SCROLL_KEY)),
    );
    if (outcomes.some((outcome) => outcome !== 'nothing')) return;
    const at = chain[index];
    const isForced = at !== undefined && (await runWithLibrary(at.frame, forceScroll, SCROLL_KEY));
    if (!isForced) throw new AgentRedirectError(nothingMoved(action.direction));
  } finally {
    await Promise.all(
      chain.map(({ frame }) => runWithLibrary(frame, forgetScroll, SCROLL_KEY).catch(() => {})),
    );
  }
}

type Scroll = Extract<BrowserAction, { name: 'agentScroll' }>;

function nothingMoved(direction: ScrollDirection): string {
  return `Nothing can be scrolled ${direction} there: it is at its end already, or does not scroll in that direction.`;
}

function unitVector(direction: ScrollDirection): Point {
  switch (direction) {
    case 'up':
      return { x: 0, y: -1 };
    case 'down':
      return { x: 0, y: 1 };
    case 'left':
      return { x: -1, y: 0 };
    case 'right':
      return { x: 1, y: 0 };
  }
}

/** Where the watch lives in the page while one scroll is made. */
const SCROLL_KEY = 'nova-act.scroll';

interface ScrollWatch {
  /** Resolves when the scrolling has stopped. */
  finish(): Promise<'scrolled' | 'handled' | 'nothing'>;
  /** Scrolls by script. */
  force(): boolean;
}

/** How far to scroll, in CSS pixels; 0 when nothing here can scroll that way. */
async function watchScroll({ frame, point }: FramePoint, action: Scroll): Promise<number> {
  const argument = { point, direction: action.direction, distancePx: action.distancePx, key: SCROLL_KEY };
  return await runWithLibrary(frame, prepareScroll, argument);
}

async function finishScroll(_library: PageLibrary, key: string): Promise<'scrolled' | 'handled' | 'nothing'> {
  const watch: ScrollWatch | undefined = Reflect.get(globalThis, Symbol.for(key));
  return (await watch?.finish()) ?? 'nothing';
}

function forceScroll(_library: PageLibrary, key: string): boolean {
  const watch: ScrollWatch | undefined = Reflect.get(globalThis, Symbol.for(key));
  return watch?.force() ?? false;
}

function forgetScroll(_library: PageLibrary, key: string): void {
  Reflect.deleteProperty(globalThis, Symbol.for(key));
}

function prepareScroll(
  library: PageLibrary,
  given: { point: Point; direction: ScrollDirection; distancePx?: number | undefined; key: string },
): number {
  const isVertical = given.direction === 'up' || given.direction === 'down';
  const isForward = given.direction === 'down' || given.direction === 'right';

  const { get, call } = library.dom;
  const positionOf = (element: Element): number => get(element, isVertical ? 'scrollTop' : 'scrollLeft');

  function room(element: Element): number {
    const total = isVertical
      ? get(element, 'scrollHeight') - get(element, 'clientHeight')
      : get(element, 'scrollWidth') - get(element, 'clientWidth');
    const position = positionOf(element);
    // Right-to-left pages count backwards from 0.
    const first = position < 0 ? -total : 0;
    return isForward ? first + total - position : position - first;
  }

  function scrolls(element: Element): boolean {
    if (room(element) < 1) return false;
    const style = getComputedStyle(element);
    const overflow = isVertical ? style.overflowY : style.overflowX;
    if (element === get(document, 'scrollingElement')) return overflow !== 'hidden' && overflow !== 'clip';
    return overflow === 'auto' || overflow === 'scroll' || get(element, 'localName') === 'textarea';
  }

  function parentOf(element: Element): Element | null {
    const root = call(element, 'getRootNode');
    const around = get(element, 'assignedSlot') ?? get(element, 'parentElement');
    return around ?? (root instanceof ShadowRoot ? root.host : null);
  }

  function nearest(): Element | null {
    for (let element = library.elementAt(given.point); element !== null; element = parentOf(element)) {
      const isWhole = element === get(document, 'body') || element === get(document, 'documentElement');
      if (!isWhole && scrolls(element)) return element;
    }
    const root = get(document, 'scrollingElement');
    return root !== null && scrolls(root) ? root : null;
  }

  const target = nearest();
  const visible = (): number => {
    if (target === null) return 0;
    if (target === get(document, 'scrollingElement'))
      return isVertical ? window.innerHeight : window.innerWidth;
    const rect = call(target, 'getBoundingClientRect');
    return isVertical
      ? Math.min(rect.bottom, window.innerHeight) - Math.max(rect.top, 0)
      : Math.min(rect.right, window.innerWidth) - Math.max(rect.left, 0);
  };
  const distance = target === null ? 0 : (given.distancePx ?? Math.max(1, Math.round(visible() * 0.75)));

  let wheel: 'unseen' | 'free' | 'prevented' = 'unseen';
  let scrolledAt: number | undefined;
  let hasEnded = false;
  const onWheel = (event: Event): void => {
    wheel = event.defaultPrevented ? 'prevented' : 'free';
  };
  const onScroll = (): void => {
    scrolledAt = performance.now();
  };
  const onEnd = (): void => {
    hasEnded = true;
  };
  window.addEventListener('wheel', onWheel, { passive: true });
  call(document, 'addEventListener', 'scroll', onScroll, { capture: true, passive: true });
  call(document, 'addEventListener', 'scrollend', onEnd, { capture: true, passive: true });
  const stop = (): void => {
    window.removeEventListener('wheel', onWheel);
    call(document, 'removeEventListener', 'scroll', onScroll, { capture: true });
    call(document, 'removeEventListener', 'scrollend', onEnd, { capture: true });
  };

  function finish(): Promise<'scrolled' | 'handled' | 'nothing'> {
    const start = performance.now();
    // With something to scroll, the browser gets longer to begin.
    const beginWithin = target === null ? 60 : 300;
    return new Promise((resolve) => {
      const look = (): void => {
        const at = performance.now();
        const isStill = scrolledAt !== undefined && (hasEnded || at - scrolledAt > 100);
        if (wheel === 'prevented') resolve('handled');
        else if (isStill || (scrolledAt !== undefined && at - start > 1500)) resolve('scrolled');
        else if (scrolledAt === undefined && at - start > beginWithin) resolve('nothing');
        else {
          requestAnimationFrame(look);
          return;
        }
        stop();
      };
      look();
    });
  }

  function force(): boolean {
    if (target === null) return false;
    const before = positionOf(target);
    const signed = isForward ? distance : -distance;
    call(target, 'scrollBy', { [isVertical ? 'top' : 'left']: signed, behavior: 'instant' });
    return positionOf(target) !== before;
  }

  Reflect.set(globalThis, Symbol.for(given.key), { finish, force } satisfies ScrollWatch);
  return distance;
}
