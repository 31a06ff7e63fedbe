import type { Point } from '../box.ts';
import type { ScrollDirection } from '../types.ts';
import type { PageLibrary } from './page-library.ts';

/** What one look at a document shows while something is scrolled. */
export interface ScrollState {
  /** How far to scroll, in CSS pixels; 0 when nothing here can scroll that way. */
  readonly distance: number;
  /** Where the things that scroll here stand, and how often something has scrolled; another text when one has moved. */
  readonly position: string;
  /** What became of the turn of the wheel. */
  readonly wheel: 'unseen' | 'free' | 'prevented';
  /** Whether the browser has said that a scrolling has ended. */
  readonly hasEnded: boolean;
}

/** What to do with the scroller under a point. */
export interface ScrollQuestion {
  readonly task: 'begin' | 'look' | 'force' | 'end';
  readonly point: Point;
  readonly direction: ScrollDirection;
  /** Without it, 75 % of what scrolls. */
  readonly distancePx?: number | undefined;
}

/**
 * A page script: finds what scrolls at a point and watches it from `begin` to `end`. All that waits is done from outside.
 */
export function watchScroll(library: PageLibrary, given: ScrollQuestion): ScrollState {
  const { dom } = library;
  interface Watch {
    readonly target: Element | null;
    readonly scrollers: readonly Element[];
    readonly distance: number;
    wheel: Event | undefined;
    scrollCount: number;
    hasEnded: boolean;
    readonly stop: () => void;
  }
  const key = Symbol.for('nova-act.scroll');
  const isVertical = given.direction === 'up' || given.direction === 'down';
  const isForward = given.direction === 'down' || given.direction === 'right';
  const root = dom.get(document, 'scrollingElement');
  const top = dom.get(document, 'documentElement');
  const body = dom.get(document, 'body');
  const positionOf = (element: Element): number => dom.get(element, isVertical ? 'scrollTop' : 'scrollLeft');

  function room(element: Element): number {
    const total = isVertical
      ? dom.get(element, 'scrollHeight') - dom.get(element, 'clientHeight')
      : dom.get(element, 'scrollWidth') - dom.get(element, 'clientWidth');
    const position = positionOf(element);
    const first = position < 0 || isBackward(element) ? -total : 0;
    return isForward ? first + total - position : position - first;
  }

  /** Where text or boxes run backwards, positions count from 0 down; 0 itself does not show it. */
  function isBackward(element: Element): boolean {
    const { direction, display, flexDirection, writingMode } = getComputedStyle(
      element === root ? (body ?? element) : element,
    );
    const isReversed = display.endsWith('flex') && flexDirection.endsWith('-reverse');
    if (isReversed && element !== root) return flexDirection.startsWith(isVertical ? 'column' : 'row');
    return !isVertical && (direction === 'rtl' || writingMode.endsWith('-rl'));
  }

  function overflowOf(element: Element): string {
    const style = getComputedStyle(element);
    return isVertical ? style.overflowY : style.overflowX;
  }

  function scrolls(element: Element): boolean {
    if (room(element) < 1) return false;
    // What the root or, without that, the body says of overflow holds for the window.
    const ofWindow = top !== null && overflowOf(top) === 'visible' ? body : top;
    if (element === root) return !/hidden|clip/.test(ofWindow === null ? '' : overflowOf(ofWindow));
    if (element === ofWindow) return false;
    const overflow = overflowOf(element);
    return overflow === 'auto' || overflow === 'scroll' || dom.get(element, 'localName') === 'textarea';
  }

  function ancestors(): Element[] {
    const all: Element[] = [];
    for (let element = library.elementAt(given.point); element !== null; element = library.parentOf(element))
      if (element !== root) all.push(element);
    return root === null ? all : [...all, root];
  }

  function distanceOf(target: Element | null): number {
    if (target === null) return 0;
    const rect = dom.call(target, 'getBoundingClientRect');
    const visible = isVertical
      ? Math.min(rect.bottom, innerHeight) - Math.max(rect.top, 0)
      : Math.min(rect.right, innerWidth) - Math.max(rect.left, 0);
    const whole = isVertical ? innerHeight : innerWidth;
    return given.distancePx ?? Math.max(1, Math.round((target === root ? whole : visible) * 0.75));
  }

  function begin(): Watch {
    const around = ancestors();
    const target = around.find(scrolls) ?? null;
    const onWheel = (event: Event): void => {
      watch.wheel = event;
    };
    const onScroll = (): void => {
      watch.scrollCount += 1;
    };
    const onEnd = (): void => {
      watch.hasEnded = true;
    };
    // Listeners of the page may stop an event on its way, so it is met at its beginning and looked at later.
    const heard = { capture: true, passive: true };
    addEventListener('wheel', onWheel, heard);
    addEventListener('scroll', onScroll, heard);
    addEventListener('scrollend', onEnd, heard);
    const watch: Watch = {
      target,
      scrollers: around.filter((element) => element === root || scrolls(element)),
      distance: distanceOf(target),
      wheel: undefined,
      scrollCount: 0,
      hasEnded: false,
      stop: () => {
        removeEventListener('wheel', onWheel, heard);
        removeEventListener('scroll', onScroll, heard);
        removeEventListener('scrollend', onEnd, heard);
      },
    };
    return watch;
  }

  const before: Watch | undefined = Reflect.get(globalThis, key);
  if (given.task === 'begin') before?.stop();
  const watch = given.task === 'begin' || before === undefined ? begin() : before;
  Reflect.set(globalThis, key, watch);
  if (given.task === 'end') {
    watch.stop();
    Reflect.deleteProperty(globalThis, key);
  }
  if (given.task === 'force' && watch.target !== null) {
    const signed = isForward ? watch.distance : -watch.distance;
    const options: ScrollToOptions = { [isVertical ? 'top' : 'left']: signed, behavior: 'instant' };
    const scrollBy: (by: ScrollToOptions) => void = dom.get(watch.target, 'scrollBy');
    scrollBy.call(watch.target, options);
  }
  return {
    distance: watch.distance,
    position: [...watch.scrollers.map(positionOf), watch.scrollCount].join(),
    wheel: watch.wheel === undefined ? 'unseen' : watch.wheel.defaultPrevented ? 'prevented' : 'free',
    hasEnded: watch.hasEnded,
  };
}
