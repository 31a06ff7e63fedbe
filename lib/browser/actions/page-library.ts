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
  /** Of a select: whether its choices stand on the page, and not in a window of the browser's. */
  readonly isOpenList: boolean;
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
  /** Whether it is what was clicked, or around or inside it; editors often have their real field elsewhere. */
  readonly isAtTarget: boolean;
  /** Whether keyboards of the browser's system have a Command key. */
  readonly isApple: boolean;
}

export interface PageLibrary {
  readonly dom: DomReader;
  elementAt(point: { x: number; y: number }): Element | null;
  factsOf(element: Element | null): ElementFacts;
  /** The select, or the input that a label stands for, else the element itself. */
  controlOf(element: Element): Element;
  /** The element around it, out of slots and shadow roots too. */
  parentOf(element: Element): Element | null;
  /** The element and all around it, innermost first. */
  chainOf(element: Element | null): Element[];
  /** How a person would call it: `button "Save"`. */
  nameOf(element: Element): string;
  activeElement(): Element | null;
  /** Whether text is put into it by keyboard, though perhaps not at present. */
  holdsText(element: Element): element is HTMLElement;
  focusOf(target: Element | null): FocusFacts;
  optionsOf(list: HTMLSelectElement): OptionFacts[];
  /** As if the user had changed it: frameworks hear of it too. */
  setValue(element: HTMLInputElement, value: string): void;
  /** The same without focus and `change`, as while a slider is dragged. */
  putValue(element: HTMLInputElement, value: string): void;
  announceChange(element: Element, names?: readonly ('input' | 'change')[]): void;
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

  function holdsText(element: Element): element is HTMLElement {
    if (element instanceof HTMLInputElement) return TEXT_INPUTS.has(element.type);
    return element instanceof HTMLTextAreaElement || isEditable(element);
  }

  function isTextField(element: Element): boolean {
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      return holdsText(element) && !element.disabled && !element.readOnly;
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
    isOpenList: false,
    isDisabled: false,
    isReadOnly: false,
    isEditable: false,
    options: [],
  };

  function optionsOf(list: HTMLSelectElement): OptionFacts[] {
    return [...list.options].map((option) => ({
      label: option.label.replace(/\s+/g, ' ').trim(),
      value: option.value,
      isDisabled: option.disabled || option.matches('optgroup[disabled] > option'),
    }));
  }

  function factsOf(at: Element | null): ElementFacts {
    if (at === null) return NOTHING;
    const element = controlOf(at);
    const text = (name: string): string => call(element, 'getAttribute', name) ?? '';
    return {
      tag: get(element, 'localName'),
      type: element instanceof HTMLInputElement ? element.type : '',
      min: text('min'),
      max: text('max'),
      isMultiple: call(element, 'hasAttribute', 'multiple'),
      isOpenList: element instanceof HTMLSelectElement && (element.multiple || element.size > 1),
      isDisabled: call(element, 'matches', ':disabled'),
      isReadOnly: call(element, 'matches', 'input[readonly], textarea[readonly]'),
      isEditable: isTextField(element),
      options: element instanceof HTMLSelectElement ? optionsOf(element) : [],
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

  function parentOf(element: Element): Element | null {
    const slot = get(element, 'assignedSlot');
    if (slot !== null) return slot;
    const parent = get(element, 'parentNode');
    return parent instanceof ShadowRoot ? parent.host : get(element, 'parentElement');
  }

  function chainOf(element: Element | null): Element[] {
    const chain: Element[] = [];
    for (let at = element; at !== null; at = parentOf(at)) chain.push(at);
    return chain;
  }

  function nameOf(element: Element): string {
    const text = (name: string): string => call(element, 'getAttribute', name) ?? '';
    const written = element instanceof HTMLElement ? get(element, 'innerText') : '';
    const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
    const names = [text('aria-label'), written, label, text('alt'), text('title'), text('placeholder')];
    const name = [...names, text('name'), text('id')]
      .map((each) => each.replace(/\s+/g, ' ').trim())
      .find((each) => each !== '');
    const tag = get(element, 'localName');
    return name === undefined ? tag : `${tag} "${name.length > 40 ? `${name.slice(0, 40)}…` : name}"`;
  }

  function isEmpty(element: Element): boolean {
    // A number field says nothing of what it shows when that is no number.
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
      return element.value === '' && !element.validity.badInput;
    return get(element, 'textContent') === '';
  }

  function focusOf(target: Element | null): FocusFacts {
    const active = activeElement();
    const isApple = /^(Mac|iP)/.test(navigator.platform);
    const plain = { isEmpty: true, isContentEditable: false, isAtTarget: false, isApple };
    const nothing: FocusFacts = { kind: 'none', tag: '', type: '', ...plain };
    if (active === null) return nothing;
    const isWhole = active === get(document, 'body') || active === get(document, 'documentElement');
    if (isWhole && !isTextField(active)) return nothing;
    const isAtTarget =
      target !== null &&
      (chainOf(target).includes(active) || chainOf(active).includes(target) || controlOf(target) === active);
    const facts = {
      isApple,
      isAtTarget,
      tag: get(active, 'localName'),
      type: active instanceof HTMLInputElement ? active.type : '',
      isContentEditable: isEditable(active),
      isEmpty: isEmpty(active),
    };
    if (isTextField(active)) return { ...facts, kind: 'text' };
    const isPlain = /^(a|button|summary|select|input|textarea|iframe|video|audio)$/.test(facts.tag);
    return { ...facts, kind: isAtTarget && !isPlain ? 'keys' : 'none' };
  }

  function announceChange(element: Element, names: readonly string[] = ['input', 'change']): void {
    for (const name of names)
      call(element, 'dispatchEvent', new Event(name, { bubbles: true, composed: name === 'input' }));
  }

  function putValue(element: HTMLInputElement, value: string): void {
    element.value = value;
    announceChange(element, ['input']);
  }

  function setValue(element: HTMLInputElement, value: string): void {
    element.focus();
    putValue(element, value);
    announceChange(element, ['change']);
  }

  return {
    dom,
    elementAt,
    factsOf,
    controlOf,
    parentOf,
    chainOf,
    nameOf,
    activeElement,
    holdsText,
    focusOf,
    optionsOf,
    setValue,
    putValue,
    announceChange,
  };
}
