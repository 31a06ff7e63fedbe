import type { DomReader } from '../dom-reader.ts';

/** What is known of the element at a point, as JSON. */
export interface ElementFacts {
  /** Lower case; empty when there is nothing at the point. */
  readonly tag: string;
  /** Type of an input, lower case; of a label, that of its input. */
  readonly type: string;
  readonly min: string;
  readonly max: string;
  readonly isMultiple: boolean;
  readonly isDisabled: boolean;
  readonly isReadOnly: boolean;
  readonly isEditable: boolean;
  /** Of a select. */
  readonly options: readonly OptionFacts[];
  /** Of a frame: where its content begins and how it is scaled. */
  readonly frame?: {
    readonly left: number;
    readonly top: number;
    readonly scaleX: number;
    readonly scaleY: number;
  };
}

export interface OptionFacts {
  readonly label: string;
  readonly value: string;
  readonly isDisabled: boolean;
}

/** Where the keyboard goes. */
export interface FocusFacts {
  /** `text`: a field that takes text. `keys`: something of the page that hears keys. */
  readonly kind: 'text' | 'keys' | 'none';
  readonly tag: string;
  readonly type: string;
  readonly isEmpty: boolean;
  readonly isContentEditable: boolean;
}

export interface PageLibrary {
  readonly dom: DomReader;
  elementAt(point: { x: number; y: number }): Element | null;
  factsOf(element: Element | null): ElementFacts;
  /** The select, or the input that a label stands for, else the element itself. */
  controlOf(element: Element): Element;
  activeElement(): Element | null;
  focusOf(target: Element | null): FocusFacts;
  /** As if the user had changed it: frameworks hear of it too. */
  setValue(element: HTMLInputElement, value: string): void;
  announceChange(element: Element): void;
}

/** Functions for page scripts. It is sent to the page as text, so it must stand alone. */
export function pageLibrary(dom: DomReader): PageLibrary {
  const TEXT_INPUTS = new Set(
    'text search email url tel password number date time month week datetime-local'.split(' '),
  );
  const { get, call } = dom;

  function elementAt({ x, y }: { x: number; y: number }): Element | null {
    let element = call(document, 'elementFromPoint', x, y);
    for (let root = shadowOf(element); root !== null; root = shadowOf(element)) {
      const inner = root.elementFromPoint(x, y);
      if (inner === null || inner === element) break;
      element = inner;
    }
    return element;
  }

  function shadowOf(element: Element | null): ShadowRoot | null {
    return element === null ? null : get(element, 'shadowRoot');
  }

  function controlOf(element: Element): Element {
    const select = call(element, 'closest', 'select');
    if (select !== null) return select;
    const label = call(element, 'closest', 'label');
    if (!(label instanceof HTMLLabelElement)) return element;
    const control = call(element, 'closest', 'a, button, input, textarea') === null ? label.control : null;
    return control ?? element;
  }

  function isTextField(element: Element): boolean {
    if (element instanceof HTMLInputElement)
      return TEXT_INPUTS.has(element.type) && !element.disabled && !element.readOnly;
    if (element instanceof HTMLTextAreaElement) return !element.disabled && !element.readOnly;
    return isEditable(element) || get(document, 'designMode') === 'on';
  }

  function isEditable(element: Element): boolean {
    return element instanceof HTMLElement && get(element, 'isContentEditable');
  }

  function frameOf(element: HTMLElement): NonNullable<ElementFacts['frame']> {
    const rect = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const { offsetWidth, offsetHeight } = element;
    const scaleX = offsetWidth > 0 ? rect.width / offsetWidth : 1;
    const scaleY = offsetHeight > 0 ? rect.height / offsetHeight : 1;
    return {
      left: rect.left + (element.clientLeft + Number.parseFloat(style.paddingLeft)) * scaleX,
      top: rect.top + (element.clientTop + Number.parseFloat(style.paddingTop)) * scaleY,
      scaleX,
      scaleY,
    };
  }

  function isFrame(element: Element): element is HTMLElement {
    return element instanceof HTMLIFrameElement || element instanceof HTMLFrameElement;
  }

  const NOTHING: ElementFacts = {
    tag: '',
    type: '',
    min: '',
    max: '',
    isMultiple: false,
    isDisabled: false,
    isReadOnly: false,
    isEditable: false,
    options: [],
  };

  function factsOf(at: Element | null): ElementFacts {
    if (at === null) return NOTHING;
    const element = controlOf(at);
    const text = (name: string): string => call(element, 'getAttribute', name) ?? '';
    const options = element instanceof HTMLSelectElement ? [...element.options] : [];
    return {
      tag: get(element, 'localName'),
      type: element instanceof HTMLInputElement ? element.type : '',
      min: text('min'),
      max: text('max'),
      isMultiple: call(element, 'hasAttribute', 'multiple'),
      isDisabled: call(element, 'matches', ':disabled'),
      isReadOnly: call(element, 'matches', 'input[readonly], textarea[readonly]'),
      isEditable: isTextField(element),
      options: options.map((option) => ({
        label: option.label.replace(/\s+/g, ' ').trim(),
        value: option.value,
        isDisabled: option.disabled || option.matches('optgroup[disabled] > option'),
      })),
      ...(isFrame(element) ? { frame: frameOf(element) } : {}),
    };
  }

  function activeElement(): Element | null {
    let active = get(document, 'activeElement');
    for (let inner = activeIn(active); inner !== null; inner = activeIn(active)) active = inner;
    return active;
  }

  function activeIn(element: Element | null): Element | null {
    return shadowOf(element)?.activeElement ?? null;
  }

  function isWithin(inner: Element, outer: Element): boolean {
    for (let node: Node | null = inner; node !== null; ) {
      if (node === outer) return true;
      node = get(node, 'parentNode') ?? (node instanceof ShadowRoot ? node.host : null);
    }
    return false;
  }

  function isEmpty(element: Element): boolean {
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      return element.value === '';
    return get(element, 'textContent') === '';
  }

  function focusOf(target: Element | null): FocusFacts {
    const active = activeElement();
    const nothing: FocusFacts = { kind: 'none', tag: '', type: '', isEmpty: true, isContentEditable: false };
    if (active === null) return nothing;
    const isWhole = active === get(document, 'body') || active === get(document, 'documentElement');
    if (isWhole && !isTextField(active)) return nothing;
    const facts = {
      tag: get(active, 'localName'),
      type: active instanceof HTMLInputElement ? active.type : '',
      isContentEditable: isEditable(active),
      isEmpty: isEmpty(active),
    };
    if (isTextField(active)) return { ...facts, kind: 'text' };
    const isPlain = /^(a|button|summary|select|input|textarea|iframe|video|audio)$/.test(facts.tag);
    const isTarget = target !== null && (isWithin(target, active) || isWithin(active, target));
    return { ...facts, kind: isTarget && !isPlain ? 'keys' : 'none' };
  }

  function announceChange(element: Element): void {
    call(element, 'dispatchEvent', new Event('input', { bubbles: true, composed: true }));
    call(element, 'dispatchEvent', new Event('change', { bubbles: true }));
  }

  function setValue(element: HTMLInputElement, value: string): void {
    element.focus();
    element.value = value;
    announceChange(element);
  }

  return { dom, elementAt, factsOf, controlOf, activeElement, focusOf, setValue, announceChange };
}
