import type { Point } from '../box.ts';
import type { PageLibrary } from './page-library.ts';

/**
 * A page script: compares what is uppermost at a point with what lies there and fits the box. In doubt there is no obstacle:
 * pages draw controls in many layers, and only what a person could not do may be refused.
 */
export function findObstacle(
  library: PageLibrary,
  given: { readonly point: Point; readonly rect: Sides },
): Obstacle | null {
  const { dom, chainOf, controlOf, nameOf } = library;
  const CONTROLS =
    'a[href], area, button, input, select, textarea, summary, label, [contenteditable], [onclick], [role=button], [role=link], ' +
    '[role=checkbox], [role=radio], [role=switch], [role=tab], [role=menuitem], [role=option], [role=combobox], [role=textbox], ' +
    '[role=searchbox], [role=slider], [role=spinbutton], [role=menuitemcheckbox], [role=menuitemradio], [role=treeitem]';
  /** How much of box and element is common to both. */
  const FITS = 0.5;
  /** The same of what is not known to be a control. */
  const FITS_WELL = 0.8;
  const NEARLY = 0.1;
  /** How many times larger than a control something must be that is no part of it. */
  const FOREIGN = 3;
  const OPAQUE = 0.9;
  /** What pages often put a drawn one over, which does the same. */
  const OFTEN_DRAWN = 'select, input:is([type=checkbox], [type=radio], [type=range], [type=file])';

  const is = (element: Element, selector: string): boolean => dom.call(element, 'matches', selector);
  const isMarked = (element: Element): boolean => is(element, '[aria-disabled=true]');
  const rectOf = (element: Element): Sides => dom.call(element, 'getBoundingClientRect');
  const areaOf = ({ left, top, right, bottom }: Sides): number =>
    Math.max(0, right - left) * Math.max(0, bottom - top);
  const common = (a: Sides, b: Sides): Sides => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const viewport: Sides = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };

  function likeness(element: Element): number {
    const seen = common(rectOf(element), viewport);
    const shared = areaOf(common(seen, given.rect));
    return shared / Math.max(1, areaOf(seen) + areaOf(given.rect) - shared);
  }

  /** Of a control that lets the mouse through, such as disabled ones of many libraries, only the box tells. */
  function disabledBehind(uppermost: Element): Element | undefined {
    const all = dom.call(uppermost, 'querySelectorAll', ':disabled, [aria-disabled=true], a.disabled');
    return [...all].find(
      (each) =>
        likeness(each) >= FITS && getComputedStyle(each).pointerEvents === 'none' && is(each, CONTROLS),
    );
  }

  function stackAt(root: Document | ShadowRoot, into = new Set<Element>()): Set<Element> {
    for (const element of dom.call(root, 'elementsFromPoint', given.point.x, given.point.y)) {
      if (into.has(element)) continue;
      const shadow = dom.get(element, 'shadowRoot');
      if (shadow !== null) stackAt(shadow, into);
      into.add(element);
    }
    return into;
  }

  /** Behind a modal dialog, and in what is inert, the mouse finds nothing. */
  function inertControls(): Element[] {
    const modal = dom.call(document, 'querySelector', 'dialog:modal');
    const where = modal === null ? `:is([inert], [inert] *):is(${CONTROLS})` : CONTROLS;
    return [...dom.call(document, 'querySelectorAll', where)].filter(
      (each) => modal === null || !chainOf(each).includes(modal),
    );
  }

  function isOpaque(style: CSSStyleDeclaration): boolean {
    const [, alpha = '1'] = /^rgba\(.*, ([\d.]+)\)$/.exec(style.backgroundColor) ?? [];
    return Number(alpha) >= OPAQUE && Number(style.opacity) >= OPAQUE;
  }

  function contains(outer: Sides, inner: Sides): boolean {
    return areaOf(common(outer, inner)) >= areaOf(inner) - 1;
  }

  /** How something that only the style of an element draws lies over others: for sure when it stays in place. */
  function drawnAbove(element: Element): 'fixed' | 'absolute' | undefined {
    const { x, y } = given.point;
    const isOutside = areaOf(common(rectOf(element), { left: x, right: x + 1, top: y, bottom: y + 1 })) === 0;
    const positions = ['::before', '::after'].flatMap((pseudo) => {
      const style = getComputedStyle(element, pseudo);
      if (style.content === 'none' || style.pointerEvents === 'none' || Number(style.zIndex) < 0) return [];
      return style.position === 'fixed' || isOutside || isOpaque(style) ? [style.position] : [];
    });
    return (['fixed', 'absolute'] as const).find((position) => positions.includes(position));
  }

  /** What would get the click in the place of `target`. */
  function isOtherControl(element: Element, target: Element): boolean {
    const other = controlOf(element);
    const isUnseen = Number(getComputedStyle(other).opacity) < 1 - OPAQUE;
    return is(other, `:is(${CONTROLS}):not(label, [onclick])`) && other !== controlOf(target) && !isUnseen;
  }

  function hides(element: Element, target: Element): boolean {
    const isAll = contains(rectOf(element), common(rectOf(target), viewport));
    return isAll && isOpaque(getComputedStyle(element)) && !is(target, OFTEN_DRAWN);
  }

  function isSameLink(one: Element, other: Element): boolean {
    const [link, target] = [chainOf(one), [other]].map((all) => all.find((each) => is(each, 'a[href]')));
    return (
      link instanceof HTMLAnchorElement && target instanceof HTMLAnchorElement && link.href === target.href
    );
  }

  /** The part of the page that lies above `target`, when it is no part of the same control. */
  function coverOf(uppermost: Element[], target: Element): Element | undefined {
    const around = new Set(chainOf(target));
    const [top] = uppermost;
    if (top === undefined || controlOf(top) === controlOf(target)) return undefined;
    const drawn = drawnAbove(top);
    if (drawn === 'fixed') return top;
    if (isSameLink(top, target)) return undefined;
    if (drawn === 'absolute' && is(target, CONTROLS) && !is(target, OFTEN_DRAWN)) return top;
    if (around.has(top)) return undefined;
    const above = uppermost.slice(
      0,
      uppermost.findIndex((element) => around.has(element)),
    );
    // Nothing that stays in place while the page scrolls is a part of a control that does not.
    const fixed = above.find((element) => /^(fixed|sticky)$/.test(getComputedStyle(element).position));
    // Of other things, a layer above may be what hears the mouse for them, as on maps.
    if (fixed !== undefined || !is(target, CONTROLS)) return fixed;
    const size = Math.max(areaOf(given.rect), areaOf(rectOf(target)));
    return above.find(
      (element) =>
        areaOf(common(rectOf(element), viewport)) > FOREIGN * size ||
        isOtherControl(element, target) ||
        hides(element, target),
    );
  }

  const top = library.elementAt(given.point);
  if (top === null) return null;
  const uppermost = chainOf(top);
  const control = uppermost.find((element) => is(element, CONTROLS));
  const isMeant = control !== undefined && likeness(control) >= FITS;
  const disabled =
    control !== undefined && is(controlOf(control), ':disabled') ? controlOf(control) : undefined;
  const hidden = isMeant ? undefined : disabledBehind(top);
  if (hidden !== undefined || disabled !== undefined)
    return { kind: 'disabled', target: nameOf(hidden ?? disabled ?? top) };
  // The mouse reaches it all the same, and many explain then what is missing.
  const marked = control === undefined ? undefined : [control, controlOf(control)].find(isMarked);
  const free: Obstacle | null = marked === undefined ? null : { kind: 'marked', target: nameOf(marked) };
  if (isMeant) return free;
  const [best] = [...new Set([...stackAt(document), ...inertControls()])]
    .filter((element) => !uppermost.includes(element))
    .map((element) => ({ element, likeness: likeness(element) }))
    .filter((each) => each.likeness >= (is(each.element, CONTROLS) ? FITS : FITS_WELL))
    .sort((a, b) => b.likeness - a.likeness);
  // What the box shows may well be uppermost itself, such as an item of a list that has opened over a field.
  const isSeen =
    best === undefined || uppermost.some((element) => likeness(element) >= best.likeness - NEARLY);
  if (isSeen) return free;
  const cover = coverOf(uppermost, best.element);
  if (cover === undefined && is(best.element, '[inert], [inert] *'))
    return { kind: 'disabled', target: nameOf(best.element) };
  return cover === undefined ? free : { kind: 'covered', target: nameOf(best.element), by: nameOf(cover) };
}

/** Why an action at a point would not reach what its box shows. */
export type Obstacle =
  | { readonly kind: 'disabled'; readonly target: string }
  /** It says that it is disabled, but hears the mouse. */
  | { readonly kind: 'marked'; readonly target: string }
  | { readonly kind: 'covered'; readonly target: string; readonly by: string };

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
