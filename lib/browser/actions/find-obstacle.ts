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

  const is = (element: Element, selector: string): boolean => dom.call(element, 'matches', selector);
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

  function isDisabled(element: Element): boolean {
    return is(element, ':disabled') || chainOf(element).some((each) => is(each, '[aria-disabled=true]'));
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

  /** The part of the page that lies above `target`, when it is no part of the same control. */
  function coverOf(uppermost: Element[], target: Element): Element | undefined {
    const around = new Set(chainOf(target));
    const [top] = uppermost;
    if (top === undefined || around.has(top) || controlOf(top) === controlOf(target)) return undefined;
    const above = uppermost.slice(
      0,
      uppermost.findIndex((element) => around.has(element)),
    );
    // Nothing that stays in place while the page scrolls is a part of a control that does not.
    const fixed = above.find((element) => /^(fixed|sticky)$/.test(getComputedStyle(element).position));
    // Of other things, a layer above may be what hears the mouse for them, as on maps.
    if (fixed !== undefined || !is(target, CONTROLS)) return fixed;
    const size = Math.max(areaOf(given.rect), areaOf(rectOf(target)));
    return above.find((element) => areaOf(common(rectOf(element), viewport)) > FOREIGN * size);
  }

  const top = library.elementAt(given.point);
  if (top === null) return null;
  const uppermost = chainOf(top);
  const control = uppermost.find((element) => is(element, CONTROLS));
  const isMeant = control !== undefined && likeness(control) >= FITS;
  const disabled = control !== undefined && isDisabled(controlOf(control)) ? controlOf(control) : undefined;
  const hidden = isMeant ? undefined : disabledBehind(top);
  if (hidden !== undefined || disabled !== undefined)
    return { kind: 'disabled', target: nameOf(hidden ?? disabled ?? top) };
  if (isMeant) return null;
  const [best] = [...new Set([...stackAt(document), ...inertControls()])]
    .filter((element) => !uppermost.includes(element))
    .map((element) => ({ element, likeness: likeness(element) }))
    .filter((each) => each.likeness >= (is(each.element, CONTROLS) ? FITS : FITS_WELL))
    .sort((a, b) => b.likeness - a.likeness);
  // What the box shows may well be uppermost itself, such as an item of a list that has opened over a field.
  const isSeen =
    best === undefined || uppermost.some((element) => likeness(element) >= best.likeness - NEARLY);
  if (isSeen) return null;
  const cover = coverOf(uppermost, best.element);
  if (cover === undefined && is(best.element, '[inert], [inert] *'))
    return { kind: 'disabled', target: nameOf(best.element) };
  return cover === undefined ? null : { kind: 'covered', target: nameOf(best.element), by: nameOf(cover) };
}

/** Why an action at a point would not reach what its box shows. */
export type Obstacle =
  | { readonly kind: 'disabled'; readonly target: string }
  | { readonly kind: 'covered'; readonly target: string; readonly by: string };

interface Sides {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
