import type { DomReader } from './dom-reader.ts';
import type { BrowserDimensions, Rect } from './types.ts';

/** What the page tells about itself in one go. */
export interface PageFacts {
  readonly dimensions: BrowserDimensions;
  readonly userAgent: string;
  readonly devicePixelRatio: number;
  readonly html: string;
  readonly boxes: Record<string, Rect>;
}

/** What is asked of a page. */
export interface PageQuestion {
  readonly captureDom: boolean;
  readonly limits: DomLimits;
  /** Matches what is before the host of an address, in any text; `$1` of it stays. */
  readonly userInfo: string;
}

/** How much of a page is told. */
export interface DomLimits {
  /** Pages with more elements than this are thinned, and with more characters. */
  readonly elements: number;
  readonly chars: number;
  /** Characters that a page is thinned to, with its boxes, unless more is on screen. */
  readonly thinnedChars: number;
  /** At least this much is for what is off screen. */
  readonly minFarChars: number;
  /** Characters of one text or attribute. */
  readonly textChars: number;
  /** Lists with more options than this are cut, and to how many. */
  readonly options: number;
  readonly keptOptions: number;
  /** Elements of a page that is thinned, of which the position is looked at. */
  readonly looks: number;
}

/**
 * Reads sizes, user agent and, if asked, the simplified DOM. A page script, so it must stand alone. It only reads: nothing
 * in the page is marked or changed.
 *
 * Of a page beyond `limits.elements` or `limits.chars`, what lies off screen is thinned: the nearest is kept, as far as
 * the characters for it go, and how many nodes or options an element lacks is told by its `data-nova-act-left-out`.
 *
 * Where an element is that is off screen is told by its `data-nova-act-offscreen`, which holds for what is in it, too,
 * unless that has one of its own; `none` is what can be seen all the same.
 */
export function readPageFacts(given: PageQuestion, dom: DomReader): PageFacts {
  const KEPT = new Set(
    'alt role placeholder href title type name id for contenteditable required readonly multiple colspan rowspan tabindex'.split(
      ' ',
    ),
  );
  const DROPPED = new Set('SCRIPT STYLE NOSCRIPT TEMPLATE LINK META HEAD BASE TITLE'.split(' '));
  const VOID = new Set('AREA BR COL EMBED HR IMG INPUT SOURCE TRACK WBR'.split(' '));
  const CONTROLS = new Set('INPUT SELECT TEXTAREA BUTTON'.split(' '));
  /** What the box of an element takes, about, as JSON in the JSON of a request, where each quote has a backslash. */
  const BOX_CHARS = 55;
  /** From this many siblings on, not each is measured. */
  const MANY = 64;
  const STRIDE = 8;
  const { limits } = given;

  const tagOf = dom.getter(Element, 'tagName');
  const nameOf = dom.getter(Element, 'localName');
  const attributeListOf = dom.getter(Element, 'attributes');
  const shadowOf = dom.getter(Element, 'shadowRoot');
  const firstElementOf = dom.getter(Element, 'firstElementChild');
  const nextElementOf = dom.getter(Element, 'nextElementSibling');
  const scrollHeightOf = dom.getter(Element, 'scrollHeight');
  const scrollWidthOf = dom.getter(Element, 'scrollWidth');
  const clientHeightOf = dom.getter(Element, 'clientHeight');
  const clientWidthOf = dom.getter(Element, 'clientWidth');
  const childCountOf = dom.getter(Element, 'childElementCount');
  const childNodesOf = dom.getter(Node, 'childNodes');
  const nodeTypeOf = dom.getter(Node, 'nodeType');
  const parentOf = dom.getter(Node, 'parentNode');
  const firstOf = dom.getter(Node, 'firstChild');
  const nextOf = dom.getter(Node, 'nextSibling');
  const { getBoundingClientRect, checkVisibility, hasAttribute } = Element.prototype;

  interface Surroundings {
    /** Where the frame's own coordinates begin, in those of the viewport. */
    readonly left: number;
    readonly top: number;
    /** What of the viewport can be seen here: frames and scrollable elements cut it. */
    readonly clip: { left: number; top: number; right: number; bottom: number };
    /** Where the element around it is off screen. */
    readonly side: string;
    /** The tag that tells what is left out here. */
    readonly owner: Owner;
  }

  interface Owner {
    readonly list: string[];
    readonly at: number;
    leftOut: number;
  }

  /** Nodes beside each other that are off screen, with their place in what is written, and how many px they are away. */
  interface FarNodes {
    readonly nodes: Node[];
    readonly at: number;
    readonly around: Surroundings;
    readonly gap: number;
  }

  class TooMany extends Error {}

  const userInfo = new RegExp(given.userInfo, 'gi');
  let out: string[] = [];
  let boxes: Record<string, Rect> = {};
  let count = 0;
  /** `whole`: all is written. `near`: what is on screen is, the rest is noted in `far`. `far`: that is written, while there is room. */
  let mode: 'whole' | 'near' | 'far' = 'whole';
  let room = limits.chars;
  const far: FarNodes[] = [];
  let lacking: Owner[] = [];
  /** What stands out of off-screen parts into the screen, with all around it. */
  const standingOut = new Set<Node>();

  const escaped = (text: string): string =>
    /[&<>"]/.test(text)
      ? text
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;')
      : text;

  /** In whole pixels, edge by edge, so that what touches still does: the parts of pixels would be a tenth of a page. */
  function rounded({ x, y, width, height }: Rect): Rect {
    return { x: Math.round(x), y: Math.round(y), width: span(x, width), height: span(y, height) };
  }

  /** What has an extent keeps one. */
  function span(from: number, size: number): number {
    return Math.max(Math.round(from + size) - Math.round(from), size > 0 ? 1 : 0);
  }

  function write(text: string): void {
    out.push(text);
    room -= text.length;
  }

  function leaveOut(owner: Owner, howMany: number): void {
    if (owner.leftOut === 0 && howMany > 0) lacking.push(owner);
    owner.leftOut += howMany;
  }

  function tellLeftOut(): void {
    for (const { list, at, leftOut } of lacking)
      list[at] = `${list[at]?.slice(0, -1)} data-nova-act-left-out="${leftOut}">`;
    lacking = [];
  }

  /** A text, or as much of it as one may have. */
  function cut(text: string, owner: Owner): string {
    if (text.length <= limits.textChars) return escaped(text);
    leaveOut(owner, 1);
    return escaped(text.slice(0, limits.textChars));
  }

  /** Attributes of the source, then the state as it is now. */
  function attributesOf(element: Element, owner: Owner): string {
    const tag = nameOf(element);
    const isInput = tag === 'input';
    let text = '';
    for (const { name, value } of attributeListOf(element)) {
      const isKept = KEPT.has(name) || name.startsWith('aria-') || name.startsWith('data-test');
      if (!isKept && (name !== 'value' || isInput)) continue;
      text += ` ${name}="${cut(name === 'href' ? value.replace(userInfo, '$1') : value, owner)}"`;
    }
    if (isInput) {
      const { type, value, checked } = element as HTMLInputElement;
      if (type !== 'password' && (value !== '' || element.hasAttribute('value')))
        text += ` value="${cut(value, owner)}"`;
      if (checked) text += ' checked';
    }
    if (tag === 'option' && (element as HTMLOptionElement).selected) text += ' selected';
    if (tag === 'details' && (element as HTMLDetailsElement).open) text += ' open';
    const canBeDisabled = tag === 'option' || CONTROLS.has(tagOf(element));
    return canBeDisabled && element.matches(':disabled') ? `${text} disabled` : text;
  }

  function sideOf(box: Rect, clip: Surroundings['clip']): string {
    if (box.y + box.height <= clip.top && box.y < clip.top) return 'above';
    if (box.y >= clip.bottom) return 'below';
    if (box.x + box.width <= clip.left && box.x < clip.left) return 'left';
    return box.x >= clip.right ? 'right' : '';
  }

  function boxOf(element: Element, { left, top }: Surroundings): Rect {
    const { x, y, width, height } = getBoundingClientRect.call(element);
    return { x: x + left, y: y + top, width, height };
  }

  /** Returns what is around the content of the element, and its box. */
  function openTag(element: Element, around: Surroundings): Opened {
    const box = rounded(boxOf(element, around));
    count += 1;
    if (mode === 'whole' && (count > limits.elements || room <= 0)) throw new TooMany();
    boxes[count] = box;
    const side = sideOf(box, around.clip);
    const mark = side === around.side ? '' : ` data-nova-act-offscreen="${side || 'none'}"`;
    const owner: Owner = { list: out, at: out.length, leftOut: 0 };
    const hand = isClickable(element) ? ' data-nova-act-clickable' : '';
    write(`<${nameOf(element)} nova-act-id="${count}"${attributesOf(element, owner)}${hand}${mark}>`);
    room -= BOX_CHARS;
    return { box, inside: { ...around, side, owner } };
  }

  /** Text that no tag says can be clicked, but the cursor does. */
  function isClickable(element: Element): boolean {
    const tag = tagOf(element);
    if (CONTROLS.has(tag) || tag === 'A') return false;
    let isNamed = hasAttribute.call(element, 'title') || hasAttribute.call(element, 'aria-label');
    for (let node = firstOf(element); node !== null && !isNamed; node = nextOf(node))
      isNamed = nodeTypeOf(node) === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? '');
    return isNamed && getComputedStyle(element).cursor === 'pointer';
  }

  interface Opened {
    readonly box: Rect;
    readonly inside: Surroundings;
  }

  function isElement(node: Node): node is Element {
    return nodeTypeOf(node) === Node.ELEMENT_NODE;
  }

  function walkChildren(nodes: Iterable<Node>, around: Surroundings, withText = true): void {
    if (mode === 'near') {
      walkNear([...nodes], around, withText);
      return;
    }
    for (const node of nodes) {
      if (mode === 'far' && room <= 0) {
        if (isContent(node)) leaveOut(around.owner, 1);
      } else if (isElement(node)) walk(node, around);
      else if (withText) walkText(node, around);
    }
  }

  function isContent(node: Node): boolean {
    const type = nodeTypeOf(node);
    return type === Node.ELEMENT_NODE || (type === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? ''));
  }

  /** Walks what is on screen, and notes the rest. A text is where the elements beside it are. */
  function walkNear(nodes: readonly Node[], around: Surroundings, withText: boolean): void {
    const elements = nodes.filter(isElement);
    const gaps = gapsOf(elements, around);
    let index = -1;
    for (const node of nodes) {
      const isText = !isElement(node);
      if (isText && (!withText || nodeTypeOf(node) !== Node.TEXT_NODE)) continue;
      if (!isText) index += 1;
      const [before, after] = [gaps[index] ?? 0, gaps[isText ? index + 1 : index] ?? 0];
      // What stands before all elements is above those that are below, and so on.
      const isLast = isText && index + 1 === gaps.length;
      const isAway = isText && index < 0 ? after < 0 : isLast ? before > 0 : before !== 0 && after !== 0;
      if (isAway) {
        const gap = Math.abs(before === 0 ? after : before);
        const last = far.at(-1);
        if (last?.around === around && last.gap === gap && last.at === out.length - 1) last.nodes.push(node);
        else {
          far.push({ nodes: [node], at: out.length, around, gap });
          out.push('');
        }
      } else if (isText) walkText(node, around);
      else walk(node, around);
    }
  }

  /**
   * How many px each of some siblings is off screen: above and to the left as negative numbers, 0 for what can be seen
   * or has no place. Of many siblings, those between two that are away on the same side are taken to be there, too:
   * what has a position of its own is in `standingOut`.
   */
  function gapsOf(elements: readonly Element[], around: Surroundings): readonly number[] {
    const measured = (element: Element | undefined): number =>
      element === undefined ? 0 : gapOf(element, boxOf(element, around), around.clip);
    if (elements.length < MANY) return elements.map(measured);
    const gaps: number[] = [];
    let next = measured(elements[0]);
    for (let at = 0; at < elements.length; at += STRIDE) {
      const gap = next;
      const to = Math.min(at + STRIDE, elements.length);
      next = to < elements.length ? measured(elements[to]) : 0;
      gaps.push(gap);
      for (const element of elements.slice(at + 1, to)) {
        const isBetween = gap * next > 0 && !standingOut.has(element);
        gaps.push(isBetween ? gap : measured(element));
      }
    }
    return gaps;
  }

  function gapOf(element: Element, box: Rect, clip: Surroundings['clip']): number {
    if (standingOut.has(element) || (box.width === 0 && box.height === 0 && box.x === 0 && box.y === 0))
      return 0;
    const [right, bottom] = [box.x + box.width, box.y + box.height];
    switch (sideOf(box, clip)) {
      case 'below':
        return Math.max(1, box.y - clip.bottom);
      case 'right':
        return Math.max(1, box.x - clip.right);
      case 'above':
        // Its content may be longer than itself, and reach into the screen.
        return box.y + scrollHeightOf(element) > clip.top ? 0 : Math.min(-1, bottom - clip.top);
      case 'left':
        return box.x + scrollWidthOf(element) > clip.left ? 0 : Math.min(-1, right - clip.left);
      default:
        return 0;
    }
  }

  /**
   * Finds what a position of its own brings to the screen, whatever it is in: dialogs, sticky headers, badges. What is
   * nearest to the root comes first, since very large pages are not looked through. What is placed by its parent, such
   * as a badge on a card, is taken to be where that is.
   */
  function findStandingOut(root: Element, around: Surroundings): void {
    const found = [root];
    const placing = new Set<Node | null>();
    for (const element of found) {
      // Each property that is read of a style costs as much as all the rest.
      const style = getComputedStyle(element);
      const { position } = style;
      if (position !== 'static') placing.add(element);
      const isApart =
        position === 'fixed' ||
        position === 'sticky' ||
        (position === 'absolute' && !isPlacedBy(placing, parentOf(element)));
      if (isApart && sideOf(boxOf(element, around), around.clip) === '') {
        for (let up: Node | null = element; up !== null && !standingOut.has(up); up = hostOrParent(up))
          standingOut.add(up);
      }
      const shadow = shadowOf(element);
      const first = firstElementOf(element);
      if ((shadow === null && first === null) || found.length > limits.looks || style.display === 'none')
        continue;
      for (let child = shadow?.firstElementChild ?? null; child !== null; child = nextElementOf(child))
        found.push(child);
      for (let child = first; child !== null; child = nextElementOf(child)) found.push(child);
    }
  }

  /** Of many siblings, not each is measured, so they are looked at for themselves. */
  function isPlacedBy(placing: ReadonlySet<Node | null>, parent: Node | null): boolean {
    return placing.has(parent) && childCountOf(parent as Element) < MANY;
  }

  function hostOrParent(node: Node): Node | null {
    return nodeTypeOf(node) === Node.DOCUMENT_FRAGMENT_NODE ? (node as ShadowRoot).host : parentOf(node);
  }

  /** Writes what is off screen, the nearest first, while there is room. */
  function writeFar(): void {
    mode = 'far';
    room = Math.max(limits.minFarChars, limits.thinnedChars - (limits.chars - room));
    const main = out;
    for (const { nodes, at, around } of far.sort((left, right) => left.gap - right.gap)) {
      if (room <= 0) {
        leaveOut(around.owner, nodes.filter(isContent).length);
        continue;
      }
      out = [];
      const outer = lacking;
      lacking = [];
      walkChildren(nodes, around);
      // The tags of this part take their marks before it is joined.
      const own = out;
      outer.push(...lacking.filter(({ list }) => list !== own));
      lacking = lacking.filter(({ list }) => list === own);
      tellLeftOut();
      lacking = outer;
      main[at] = own.join('');
    }
    out = main;
  }

  function walkText(node: Node, around: Surroundings): void {
    const whole = node.nodeValue ?? '';
    const start = whole.length > limits.textChars ? firstSeen(node, whole.length, around) : 0;
    if (start > 0) leaveOut(around.owner, 1);
    const text = whole.slice(start).replace(/\s+/g, ' ');
    if (text === ' ') {
      if (!out.at(-1)?.endsWith(' ')) out.push(' ');
    } else if (text !== '') write(cut(text, around.owner));
  }

  /** From which character on a long text can be seen. */
  function firstSeen(text: Node, length: number, { top, clip }: Surroundings): number {
    const range = new Range();
    let [above, seen] = [0, length];
    while (above < seen) {
      const middle = Math.floor((above + seen) / 2);
      range.setStart(text, middle);
      // White space may have no place, so some letters are taken with it.
      range.setEnd(text, Math.min(middle + 40, length));
      if (range.getBoundingClientRect().bottom + top <= clip.top) above = middle + 1;
      else seen = middle;
    }
    // All of it is above, or has no place.
    return above === length ? 0 : above;
  }

  function isContents(element: Element): boolean {
    return getComputedStyle(element).display === 'contents';
  }

  function contentOf(element: Element): Iterable<Node> {
    const tag = nameOf(element);
    if (tag === 'details' && !(element as HTMLDetailsElement).open) {
      return [...element.children].filter((child) => nameOf(child) === 'summary').slice(0, 1);
    }
    const shadow = shadowOf(element);
    if (shadow !== null) return shadow.childNodes;
    if (tag === 'slot') {
      const assigned = (element as HTMLSlotElement).assignedNodes({ flatten: true });
      if (assigned.length > 0) return assigned;
    }
    return childNodesOf(element);
  }

  /** What can be seen inside an element that scrolls or cuts its content. */
  function clipped(element: Element, { box, inside }: Opened): Surroundings {
    if (firstElementOf(element) === null) return inside;
    const height = clientHeightOf(element);
    const overflows =
      scrollHeightOf(element) > height + 1 || scrollWidthOf(element) > clientWidthOf(element) + 1;
    if (!overflows || height === 0 || nameOf(element) === 'body') return inside;
    if (getComputedStyle(element).overflow === 'visible') return inside;
    return { ...inside, clip: intersect(inside.clip, box) };
  }

  function intersect(clip: Surroundings['clip'], box: Rect): Surroundings['clip'] {
    return {
      left: Math.max(clip.left, box.x),
      top: Math.max(clip.top, box.y),
      right: Math.min(clip.right, box.x + box.width),
      bottom: Math.min(clip.bottom, box.y + box.height),
    };
  }

  function walk(element: Element, around: Surroundings): void {
    const tag = tagOf(element);
    if (DROPPED.has(tag)) return;
    const isControl = CONTROLS.has(tag);
    if (!checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true })) {
      if (walkUnseen(element, around, isControl)) return;
    }
    if (tag === 'SELECT') {
      walkSelect(element as HTMLSelectElement, around);
      return;
    }
    const opened = openTag(element, around);
    if (VOID.has(tag)) return;
    if (tag === 'TEXTAREA') write(cut((element as HTMLTextAreaElement).value, opened.inside.owner));
    else if (tag === 'IFRAME' || tag === 'FRAME') walkFrame(element as HTMLIFrameElement, opened);
    else if (nameOf(element) === 'svg') write(escaped(element.querySelector('title')?.textContent ?? ''));
    else walkChildren(contentOf(element), clipped(element, opened));
    write(`</${nameOf(element)}>`);
  }

  /** For an element that cannot be seen itself. Returns false when it is to be kept all the same. */
  function walkUnseen(element: Element, around: Surroundings, isControl: boolean): boolean {
    if (!checkVisibility.call(element)) {
      // It may have no box of its own while its children have.
      if (isContents(element)) {
        const isVisible = getComputedStyle(element).visibility === 'visible';
        walkChildren(contentOf(element), around, isVisible);
      }
      return true;
    }
    const isHidden = !checkVisibility.call(element, { visibilityProperty: true });
    // A transparent control may lie over a drawn one: it can still be used.
    if (!isHidden && isControl) return false;
    // Inside a hidden element, some may be visible again; inside a transparent one, none.
    if (isHidden) walkChildren(contentOf(element), around, false);
    else walkTransparent(element, around);
    return true;
  }

  /** Of a transparent element, only its controls are of use. */
  function walkTransparent(element: Element, around: Surroundings): void {
    for (const control of dom.call(element, 'querySelectorAll', 'input, select, textarea')) {
      const isUsable = getComputedStyle(control).pointerEvents !== 'none';
      if (isUsable && control.checkVisibility({ visibilityProperty: true })) walk(control, around);
    }
  }

  /** Options have no place of their own: they are where their list is. */
  function walkSelect(select: HTMLSelectElement, around: Surroundings): void {
    const { box, inside } = openTag(select, around);
    const options = [...select.options];
    const kept = keptOptions(options, select.selectedIndex);
    if (kept.length < options.length) leaveOut(inside.owner, options.length - kept.length);
    for (const option of kept) {
      count += 1;
      boxes[count] = box;
      const value = option.hasAttribute('value') ? '' : ` value="${cut(option.value, inside.owner)}"`;
      const attributes = attributesOf(option, inside.owner);
      write(
        `<option nova-act-id="${count}"${value}${attributes}>${cut(option.label, inside.owner)}</option>`,
      );
      room -= BOX_CHARS;
    }
    write('</select>');
  }

  /** Of a long list, the options around the chosen one, the other chosen ones, and the first. */
  function keptOptions(options: readonly HTMLOptionElement[], chosen: number): readonly HTMLOptionElement[] {
    const half = Math.ceil(limits.keptOptions / 2);
    if (options.length <= (mode === 'whole' ? limits.options : limits.keptOptions)) return options;
    const from = Math.max(half, Math.min(chosen - Math.floor(half / 2), options.length - half));
    return options.filter(
      ({ selected }, index) => index < half || (index >= from && index < from + half) || selected,
    );
  }

  function walkFrame(frame: HTMLIFrameElement, { box, inside }: Opened): void {
    let body: HTMLElement | null = null;
    try {
      const content = frame.contentDocument;
      body = content === null ? null : dom.get(content, 'body');
    } catch {
      // A document of another origin cannot be read.
    }
    if (body === null) return;
    // Not the whole pixels, since what is inside is rounded, too.
    const { x, y } = boxOf(frame, inside);
    const left = x + frame.clientLeft;
    const top = y + frame.clientTop;
    const around = { ...inside, left, top, clip: intersect(inside.clip, box) };
    if (mode === 'near') findStandingOut(body, around);
    walk(body, around);
  }

  function writeAll(): void {
    const root: Element | null = dom.get(document, 'documentElement');
    // A document that was opened to be written has nothing yet.
    if (root === null) {
      write('<html></html>');
      return;
    }
    const body = dom.get(document, 'body');
    const clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const around = { left: 0, top: 0, clip, side: '', owner: { list: out, at: 0, leftOut: 0 } };
    if (mode === 'near' && body !== null) findStandingOut(body, around);
    const { inside } = openTag(root, around);
    write(`<title>${escaped(dom.get(document, 'title'))}</title>`);
    if (body !== null) walk(body, inside);
    if (mode === 'near') writeFar();
    tellLeftOut();
    write('</html>');
  }

  function html(): string {
    // That many are tried as a whole all the same: most of them may be hidden.
    const isLarge = dom.call(document, 'getElementsByTagName', '*').length > 2 * limits.elements;
    try {
      if (isLarge) throw new TooMany();
      writeAll();
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      out = [];
      boxes = {};
      count = 0;
      lacking = [];
      room = limits.chars;
      mode = 'near';
      writeAll();
    }
    return out.join('');
  }

  const content = given.captureDom ? html() : '';
  const body = dom.get(document, 'body') ?? dom.get(document, 'documentElement');
  return {
    dimensions: {
      scrollHeight: body?.scrollHeight ?? 0,
      scrollWidth: body?.scrollWidth ?? 0,
      scrollLeft: window.scrollX,
      scrollTop: window.scrollY,
      windowWidth: window.innerWidth,
      windowHeight: window.innerHeight,
    },
    userAgent: navigator.userAgent,
    devicePixelRatio: window.devicePixelRatio,
    html: content,
    boxes,
  };
}
