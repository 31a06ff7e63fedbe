import type { BrowserDimensions, Rect } from './types.ts';

/** What the page tells about itself in one go. */
export interface PageFacts {
  readonly dimensions: BrowserDimensions;
  readonly userAgent: string;
  readonly url: string;
  readonly devicePixelRatio: number;
  readonly html: string;
  readonly boxes: Record<string, Rect>;
}

/**
 * Reads sizes, user agent and, if asked, the simplified DOM. A page script, so it must stand alone. It only reads: nothing
 * in the page is marked or changed.
 */
export function readPageFacts(given: { readonly captureDom: boolean }): PageFacts {
  const KEPT = new Set(
    'alt role placeholder href title type name id for contenteditable required readonly multiple colspan rowspan tabindex'.split(
      ' ',
    ),
  );
  const DROPPED = new Set('SCRIPT STYLE NOSCRIPT TEMPLATE LINK META HEAD BASE TITLE'.split(' '));
  const VOID = new Set('AREA BR COL EMBED HR IMG INPUT SOURCE TRACK WBR'.split(' '));
  const CONTROLS = new Set('INPUT SELECT TEXTAREA BUTTON'.split(' '));

  interface Surroundings {
    /** Where the frame's own coordinates begin, in those of the viewport. */
    readonly left: number;
    readonly top: number;
    /** What of the viewport can be seen here: frames and scrollable elements cut it. */
    readonly clip: { left: number; top: number; right: number; bottom: number };
  }

  const out: string[] = [];
  const boxes: Record<string, Rect> = {};
  let count = 0;

  const escaped = (text: string): string =>
    /[&<>"]/.test(text)
      ? text
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;')
      : text;
  const round = (value: number): number => Math.round(value * 10) / 10;

  /** Attributes of the source, then the state as it is now. */
  function attributesOf(element: Element): string {
    const tag = element.localName;
    const isInput = tag === 'input';
    let text = '';
    for (const { name, value } of element.attributes) {
      const isKept = KEPT.has(name) || name.startsWith('aria-') || name.startsWith('data-test');
      if (isKept || (name === 'value' && !isInput)) text += ` ${name}="${escaped(value)}"`;
    }
    if (isInput) {
      const { type, value, checked } = element as HTMLInputElement;
      if (type !== 'password' && (value !== '' || element.hasAttribute('value')))
        text += ` value="${escaped(value)}"`;
      if (checked) text += ' checked';
    }
    if (tag === 'option' && (element as HTMLOptionElement).selected) text += ' selected';
    if (tag === 'details' && (element as HTMLDetailsElement).open) text += ' open';
    const canBeDisabled = CONTROLS.has(element.tagName) || tag === 'option';
    return canBeDisabled && element.matches(':disabled') ? `${text} disabled` : text;
  }

  function sideOf(box: Rect, clip: Surroundings['clip']): string {
    if (box.y + box.height <= clip.top && box.y < clip.top) return 'above';
    if (box.y >= clip.bottom) return 'below';
    if (box.x + box.width <= clip.left && box.x < clip.left) return 'left';
    return box.x >= clip.right ? 'right' : '';
  }

  function openTag(element: Element, around: Surroundings): Rect {
    const rect = element.getBoundingClientRect();
    const box = {
      x: round(rect.x + around.left),
      y: round(rect.y + around.top),
      width: round(rect.width),
      height: round(rect.height),
    };
    count += 1;
    boxes[count] = box;
    const side = sideOf(box, around.clip);
    const mark = side === '' ? '' : ` data-nova-act-offscreen="${side}"`;
    const hand = isClickable(element) ? ' data-nova-act-clickable' : '';
    out.push(`<${element.localName} nova-act-id="${count}"${attributesOf(element)}${hand}${mark}>`);
    return box;
  }

  /** Text that no tag says can be clicked, but the cursor does. */
  function isClickable(element: Element): boolean {
    if (CONTROLS.has(element.tagName) || element.tagName === 'A') return false;
    let isNamed = element.hasAttribute('title') || element.hasAttribute('aria-label');
    for (let node = element.firstChild; node !== null && !isNamed; node = node.nextSibling)
      isNamed = node.nodeType === Node.TEXT_NODE && /\S/.test(node.nodeValue ?? '');
    return isNamed && getComputedStyle(element).cursor === 'pointer';
  }

  function walkChildren(nodes: Iterable<Node>, around: Surroundings, withText = true): void {
    for (const node of nodes) {
      if (node.nodeType === Node.ELEMENT_NODE) walk(node as Element, around);
      else if (withText && node.nodeType === Node.TEXT_NODE) walkText(node);
    }
  }

  function walkText(node: Node): void {
    const text = (node.nodeValue ?? '').replace(/\s+/g, ' ');
    if (text === ' ') {
      if (!out.at(-1)?.endsWith(' ')) out.push(' ');
    } else if (text !== '') out.push(escaped(text));
  }

  function isContents(element: Element): boolean {
    return getComputedStyle(element).display === 'contents';
  }

  function contentOf(element: Element): Iterable<Node> {
    if (element.localName === 'details' && !(element as HTMLDetailsElement).open) {
      return [...element.children].filter((child) => child.localName === 'summary').slice(0, 1);
    }
    if (element.shadowRoot !== null) return element.shadowRoot.childNodes;
    if (element.localName === 'slot') {
      const assigned = (element as HTMLSlotElement).assignedNodes({ flatten: true });
      if (assigned.length > 0) return assigned;
    }
    return element.childNodes;
  }

  /** What can be seen inside an element that scrolls or cuts its content. */
  function clipped(element: Element, box: Rect, around: Surroundings): Surroundings {
    if (element.firstElementChild === null) return around;
    const overflows =
      element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
    if (!overflows || element.clientHeight === 0 || element === element.ownerDocument.body) return around;
    if (getComputedStyle(element).overflow === 'visible') return around;
    return { ...around, clip: intersect(around.clip, box) };
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
    const tag = element.tagName;
    if (DROPPED.has(tag)) return;
    const isControl = CONTROLS.has(tag);
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      if (walkUnseen(element, around, isControl)) return;
    }
    if (tag === 'SELECT') {
      walkSelect(element as HTMLSelectElement, around);
      return;
    }
    const box = openTag(element, around);
    if (VOID.has(tag)) return;
    if (tag === 'TEXTAREA') out.push(escaped((element as HTMLTextAreaElement).value));
    else if (tag === 'IFRAME' || tag === 'FRAME') walkFrame(element as HTMLIFrameElement, box, around);
    else if (element.localName === 'svg')
      out.push(escaped(element.querySelector('title')?.textContent ?? ''));
    else walkChildren(contentOf(element), clipped(element, box, around));
    out.push(`</${element.localName}>`);
  }

  /** For an element that cannot be seen itself. Returns false when it is to be kept all the same. */
  function walkUnseen(element: Element, around: Surroundings, isControl: boolean): boolean {
    if (!element.checkVisibility()) {
      // It may have no box of its own while its children have.
      if (isContents(element)) {
        const isVisible = getComputedStyle(element).visibility === 'visible';
        walkChildren(contentOf(element), around, isVisible);
      }
      return true;
    }
    const isHidden = !element.checkVisibility({ visibilityProperty: true });
    // A transparent control may lie over a drawn one: it can still be used.
    if (!isHidden && isControl) return false;
    // Inside a hidden element, some may be visible again; inside a transparent one, none.
    if (isHidden) walkChildren(contentOf(element), around, false);
    else walkTransparent(element, around);
    return true;
  }

  /** Of a transparent element, only its controls are of use. */
  function walkTransparent(element: Element, around: Surroundings): void {
    for (const control of element.querySelectorAll('input, select, textarea')) {
      const isUsable = getComputedStyle(control).pointerEvents !== 'none';
      if (isUsable && control.checkVisibility({ visibilityProperty: true })) walk(control, around);
    }
  }

  /** Options have no place of their own: they are where their list is. */
  function walkSelect(select: HTMLSelectElement, around: Surroundings): void {
    const box = openTag(select, around);
    for (const option of select.options) {
      count += 1;
      boxes[count] = box;
      const value = option.hasAttribute('value') ? '' : ` value="${escaped(option.value)}"`;
      out.push(
        `<option nova-act-id="${count}"${value}${attributesOf(option)}>${escaped(option.label)}</option>`,
      );
    }
    out.push('</select>');
  }

  function walkFrame(frame: HTMLIFrameElement, box: Rect, around: Surroundings): void {
    let body: HTMLElement | null = null;
    try {
      body = frame.contentDocument?.body ?? null;
    } catch {
      // A document of another origin cannot be read.
    }
    if (body === null) return;
    const left = box.x + frame.clientLeft;
    const top = box.y + frame.clientTop;
    walk(body, { left, top, clip: intersect(around.clip, box) });
  }

  function html(): string {
    const root = document.documentElement;
    const around = { left: 0, top: 0, clip: { left: 0, top: 0, right: innerWidth, bottom: innerHeight } };
    openTag(root, around);
    out.push(`<title>${escaped(document.title)}</title>`);
    if (document.body !== null) walk(document.body, around);
    out.push('</html>');
    return out.join('');
  }

  const body = document.body ?? document.documentElement;
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
    url: location.href,
    devicePixelRatio: window.devicePixelRatio,
    html: given.captureDom ? html() : '',
    boxes,
  };
}
