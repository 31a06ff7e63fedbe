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

  function isTextField(element: Element): boolean {
    if (isInput(element)) return TEXT_INPUTS.has(element.type) && !element.disabled && !element.readOnly;
    if (element.localName === 'textarea') {
      const area = element as HTMLTextAreaElement;
      return !area.disabled && !area.readOnly;
    }
    return (element as HTMLElement).isContentEditable === true || document.designMode === 'on';
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

  function factsOf(at: Element | null): ElementFacts {
    const element = at === null ? null : controlOf(at);
    const text = (name: string): string => element?.getAttribute(name) ?? '';
    const options = element?.localName === 'select' ? [...(element as HTMLSelectElement).options] : [];
    return {
      tag: element?.localName ?? '',
      type: element !== null && isInput(element) ? element.type : '',
      min: text('min'),
      max: text('max'),
      isMultiple: element?.hasAttribute('multiple') ?? false,
      isDisabled: element?.matches(':disabled') ?? false,
      isReadOnly: element?.matches('input[readonly], textarea[readonly]') ?? false,
      isEditable: element !== null && isTextField(element),
      options: options.map((option) => ({
        label: option.label.replace(/\s+/g, ' ').trim(),
        value: option.value,
        isDisabled: option.disabled || option.matches('optgroup[disabled] > option'),
      })),
      ...(element !== null && /^i?frame$/.test(element.localName) ? { frame: frameOf(element) } : {}),
    } as ElementFacts;
  }

  function activeElement(): Element | null {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  }

  function isWithin(inner: Element, outer: Element): boolean {
    for (let node: Node | null = inner; node !== null; ) {
      if (node === outer) return true;
      node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
    }
    return false;
  }

  function focusOf(target: Element | null): FocusFacts {
    const active = activeElement();
    const nothing: FocusFacts = { kind: 'none', tag: '', type: '', isEmpty: true, isContentEditable: false };
    if (
      active === null ||
      (!isTextField(active) && (active === document.body || active === document.documentElement))
    ) {
      return nothing;
    }
    const facts = {
      tag: active.localName,
      type: isInput(active) ? active.type : '',
      isContentEditable: (active as HTMLElement).isContentEditable === true,
      isEmpty: ('value' in active ? String(active.value) : (active.textContent ?? '')) === '',
    };
    if (isTextField(active)) return { ...facts, kind: 'text' };
    const isPlain = /^(a|button|summary|select|input|textarea|iframe|video|audio)$/.test(active.localName);
    const isTarget = target !== null && (isWithin(target, active) || isWithin(active, target));
    return { ...facts, kind: isTarget && !isPlain ? 'keys' : 'none' };
  }

  function announceChange(element: Element): void {
    element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }

  function setValue(element: HTMLInputElement, value: string): void {
    element.focus();
    // Frameworks put their own `value` on the element; the one of the class is the browser's.
    const prototype: object = Object.getPrototypeOf(element);
    const setter = Object.getOwnPropertyDescriptor(prototype, 'value')?.set;
    if (setter === undefined) element.value = value;
    else setter.call(element, value);
    announceChange(element);
  }

  return { dom, elementAt, factsOf, controlOf, activeElement, focusOf, setValue, announceChange };
}
