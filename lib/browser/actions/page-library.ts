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
  focusOf(target: Element | null): FocusFacts;
  /** Whether text is put into it by keyboard, though perhaps not at present. */
  holdsText(element: Element): element is HTMLElement;
  /** As if the user had changed it: frameworks hear of it too. */
  setValue(element: HTMLInputElement, value: string): void;
  /** The same without focus and `change`, as while a slider is dragged. */
  putValue(element: HTMLInputElement, value: string): void;
  announceChange(element: Element, names?: readonly ('input' | 'change')[]): void;
  optionsOf(list: HTMLSelectElement): OptionFacts[];
}

/** Functions for page scripts. It is sent to the page as text, so it must stand alone. */
export function pageLibrary(dom: DomReader): PageLibrary {
  const TEXT_INPUTS = new Set(
    'text search email url tel password number date time month week datetime-local'.split(' '),
  );

  function elementAt({ x, y }: { x: number; y: number }): Element | null {
    let element = document.elementFromPoint(x, y);
    while (element?.shadowRoot) {
      const inner: Element | null = element.shadowRoot.elementFromPoint(x, y);
      if (inner === null || inner === element) break;
      element = inner;
    }
    return element;
  }

  function controlOf(element: Element): Element {
    const select = element.closest('select');
    if (select !== null) return select;
    const label = element.closest('label');
    const control = element.closest('a, button, input, textarea') === null ? label?.control : null;
    return control ?? element;
  }

  function isInput(element: Element): element is HTMLInputElement {
    return element.localName === 'input';
  }

  function holdsText(element: Element): element is HTMLElement {
    if (isInput(element)) return TEXT_INPUTS.has(element.type);
    if (dom.get(element, 'localName') === 'textarea') return true;
    return element instanceof HTMLElement && dom.get(element, 'isContentEditable');
  }

  function isTextField(element: Element): boolean {
    if (dom.get(document, 'designMode') === 'on') return true;
    return (
      holdsText(element) && !dom.call(element, 'matches', ':disabled, input[readonly], textarea[readonly]')
    );
  }

  function frameOf(element: Element): ElementFacts['frame'] {
    const rect = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const { offsetWidth, offsetHeight } = element as HTMLElement;
    const scaleX = offsetWidth > 0 ? rect.width / offsetWidth : 1;
    const scaleY = offsetHeight > 0 ? rect.height / offsetHeight : 1;
    return {
      left: rect.left + (element.clientLeft + Number.parseFloat(style.paddingLeft)) * scaleX,
      top: rect.top + (element.clientTop + Number.parseFloat(style.paddingTop)) * scaleY,
      scaleX,
      scaleY,
    };
  }

  function optionsOf(list: HTMLSelectElement): OptionFacts[] {
    return [...list.options].map((option) => ({
      label: option.label.replace(/\s+/g, ' ').trim(),
      value: option.value,
      isDisabled: option.disabled || option.matches('optgroup[disabled] > option'),
    }));
  }

  function factsOf(at: Element | null): ElementFacts {
    const element = at === null ? null : controlOf(at);
    const text = (name: string): string => element?.getAttribute(name) ?? '';
    return {
      tag: element?.localName ?? '',
      type: element !== null && isInput(element) ? element.type : '',
      min: text('min'),
      max: text('max'),
      isMultiple: element?.hasAttribute('multiple') ?? false,
      isDisabled: element?.matches(':disabled') ?? false,
      isReadOnly: element?.matches('input[readonly], textarea[readonly]') ?? false,
      isEditable: element !== null && isTextField(element),
      options: element instanceof HTMLSelectElement ? optionsOf(element) : [],
      ...(element !== null && /^i?frame$/.test(element.localName) ? { frame: frameOf(element) } : {}),
    } as ElementFacts;
  }

  function activeElement(): Element | null {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  }

  function parentOf(element: Element): Element | null {
    const slot = dom.get(element, 'assignedSlot');
    if (slot !== null) return slot;
    const parent = dom.get(element, 'parentNode');
    if (parent instanceof ShadowRoot) return parent.host;
    return dom.get(element, 'parentElement');
  }

  function chainOf(element: Element | null): Element[] {
    const chain: Element[] = [];
    for (let at = element; at !== null; at = parentOf(at)) chain.push(at);
    return chain;
  }

  function nameOf(element: Element): string {
    const text = (name: string): string => dom.call(element, 'getAttribute', name) ?? '';
    const written = element instanceof HTMLElement ? dom.get(element, 'innerText') : '';
    const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : '';
    const names = [text('aria-label'), written, label, text('alt'), text('title'), text('placeholder')];
    const name = [...names, text('name'), text('id')]
      .map((each) => each.replace(/\s+/g, ' ').trim())
      .find((each) => each !== '');
    const tag = dom.get(element, 'localName');
    return name === undefined ? tag : `${tag} "${name.length > 40 ? `${name.slice(0, 40)}…` : name}"`;
  }

  function focusOf(target: Element | null): FocusFacts {
    const active = activeElement();
    const isApple = /^(Mac|iP)/.test(navigator.platform);
    const plain = { isEmpty: true, isContentEditable: false, isAtTarget: false, isApple };
    const nothing: FocusFacts = { kind: 'none', tag: '', type: '', ...plain };
    if (
      active === null ||
      (!isTextField(active) && (active === document.body || active === document.documentElement))
    ) {
      return nothing;
    }
    const isTarget =
      target !== null &&
      (chainOf(target).includes(active) || chainOf(active).includes(target) || controlOf(target) === active);
    // A number field says nothing of what it shows when that is no number.
    const hasBadInput = isInput(active) && active.validity.badInput;
    const facts = {
      tag: active.localName,
      isApple,
      isAtTarget: isTarget,
      type: isInput(active) ? active.type : '',
      isContentEditable: (active as HTMLElement).isContentEditable === true,
      isEmpty: !hasBadInput && ('value' in active ? String(active.value) : (active.textContent ?? '')) === '',
    };
    if (isTextField(active)) return { ...facts, kind: 'text' };
    const isPlain = /^(a|button|summary|select|input|textarea|iframe|video|audio)$/.test(active.localName);
    return { ...facts, kind: isTarget && !isPlain ? 'keys' : 'none' };
  }

  function announceChange(element: Element, names: readonly string[] = ['input', 'change']): void {
    for (const name of names)
      element.dispatchEvent(new Event(name, { bubbles: true, composed: name === 'input' }));
  }

  function putValue(element: HTMLInputElement, value: string): void {
    // Frameworks put their own `value` on the element; the one of the class is the browser's.
    dom.set(element, 'value', value);
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
    setValue,
    putValue,
    announceChange,
    optionsOf,
  };
}
