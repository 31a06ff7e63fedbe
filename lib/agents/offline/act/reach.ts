import type { ActionCall } from '../../agent.ts';
import { isDisabled } from '../find/rank.ts';
import { boxText, hasArea, scrollNeeded, viewportBox, visiblePart } from '../page/boxes.ts';
import { ancestors, attribute, type PageElement } from '../page/dom.ts';
import type { Page } from '../page/page.ts';
import { inTheWay } from './clear-way.ts';
import { fail, type Outcome, run, type Situation, waitOrFail } from './outcome.ts';

export const MAX_SCROLLS = 40;

const MAX_CLEARED = 2;

/** Less than this is too little of a scrollable part to aim at. */
const MIN_AIM_PX = 40;

/** Acts on an element's box, scrolling first until it is in view. */
export function onElement(
  situation: Situation,
  element: PageElement,
  act: (box: string) => ActionCall,
): Outcome {
  const { page } = situation;
  if (element.rect === null) return fail('find its place on the page');
  if (isDisabled(element)) return waitOrFail(situation, 'use it: it is disabled');
  const notice = inTheWay(page, element);
  const cleared = situation.attempts.filter(({ phase }) => phase === 'clear').length;
  if (notice?.rect && cleared < MAX_CLEARED && scrollNeeded(notice.rect, page.viewport) === null)
    return run('clear', { name: 'agentClick', input: [boxText(notice.rect, page.viewport)] });
  const scrolling = scrollTowards(situation, element);
  return scrolling ?? run('do', act(boxText(element.rect, page.viewport)));
}

/** A scroll that brings an element nearer; `null`: it is in view. */
export function scrollTowards(situation: Situation, element: PageElement): Outcome | null {
  const { page, attempts } = situation;
  if (element.rect === null || !hasArea(element)) return null;
  const direction = scrollNeeded(element.rect, page.viewport) ?? clippedDirection(element);
  if (direction === null) return null;
  const scrolls = attempts.filter(({ phase }) => phase === 'scroll');
  const stuck = scrolls.filter(({ view }) => view === page.fingerprint).length;
  if (stuck >= 2 || scrolls.length >= MAX_SCROLLS) {
    // A sliver in view can still be acted on.
    if (visiblePart(element.rect, page.viewport) !== null && clippedDirection(element) === null) return null;
    return fail('scroll it into view');
  }
  const box = stuck === 1 ? viewportBox(page.viewport) : scrollBox(page, element);
  return run('scroll', { name: 'agentScroll', input: [direction, box] });
}

/** Off-screen by its mark only: an inner part that scrolls hides it. */
function clippedDirection(element: PageElement): 'up' | 'down' | 'left' | 'right' | null {
  switch (offscreenMark(element)) {
    case 'above':
      return 'up';
    case 'below':
      return 'down';
    case 'left':
      return 'left';
    case 'right':
      return 'right';
    default:
      return null;
  }
}

/** Where it is off screen, which the mark of what is around it may tell; `null` for what can be seen. */
function offscreenMark(element: PageElement): string | null {
  for (const part of [element, ...ancestors(element)]) {
    const side = attribute(part, 'data-nova-act-offscreen');
    if (side !== null) return side === 'none' ? null : side;
  }
  return null;
}

/** The nearest part around an element that is in view: what it scrolls in, at the latest the page. */
function scrollBox(page: Page, element: PageElement): string {
  for (const up of ancestors(element)) {
    if (up.rect === null || offscreenMark(up) !== null) continue;
    const part = visiblePart(up.rect, page.viewport);
    if (part === null || part.height < MIN_AIM_PX || part.width < MIN_AIM_PX) continue;
    return boxText(up.rect, page.viewport);
  }
  return viewportBox(page.viewport);
}

export const clickOn = (situation: Situation, element: PageElement): Outcome =>
  onElement(situation, element, (box) => ({ name: 'agentClick', input: [box] }));
