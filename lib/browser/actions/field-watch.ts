import type { Point } from '../box.ts';
import type { FieldReading } from './field-reading.ts';
import type { PageLibrary } from './page-library.ts';

/** A page script: notes at `begin` what has the focus, and reads later what became of it; null when the document has gone. */
export function watchField(
  library: PageLibrary,
  given: { readonly task: 'begin' | 'read'; readonly point: Point },
): FieldReading | null {
  const { dom, chainOf, holdsText } = library;
  interface Watch {
    readonly field: Element | null;
    readonly identity: string;
    readonly container: Element | null;
    readonly around: Element | null;
    readonly texts: ReadonlyMap<Element | null, string>;
  }
  const LEVELS_AROUND = 3;
  const key = Symbol.for('nova-act.typing');
  const target = library.elementAt(given.point);
  const atPoint = target === null ? null : library.controlOf(target);
  const active = library.activeElement();

  /** Of rich text, the outermost element that is edited. */
  function wholeOf(element: Element): HTMLElement {
    const edited = chainOf(element).filter(
      (each): each is HTMLElement => each instanceof HTMLElement && dom.get(each, 'isContentEditable'),
    );
    return edited.at(-1) ?? (element as HTMLElement);
  }

  function textOf(element: Element | null): string {
    if (element === null) return '';
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.value;
    return element instanceof HTMLElement ? dom.get(wholeOf(element), 'innerText') : '';
  }

  /** Pages that make a field anew give it the same names; of what is no field, nothing is known. */
  function identityOf(element: Element | null): string {
    if (element === null || !holdsText(element)) return '';
    const names = ['type', 'name', 'id'].map((each) => dom.call(element, 'getAttribute', each));
    return [dom.get(element, 'localName'), ...names].join('\n');
  }

  function visibleText(element: Element | null): string {
    return element instanceof HTMLElement ? dom.get(element, 'innerText') : '';
  }

  /** What holds both the focused element and what was clicked. */
  function containerOf(focused: Element | null): Element | null {
    const around = chainOf(target);
    const common = chainOf(focused).find((each) => around.includes(each)) ?? null;
    const isAll = common === null || ['body', 'html'].includes(dom.get(common, 'localName'));
    return isAll ? null : common;
  }

  /** Whether it is where the mouse would reach it. */
  function isSeen(element: Element): boolean {
    const { left, top, width, height } = dom.call(element, 'getBoundingClientRect');
    const found = library.elementAt({ x: left + width / 2, y: top + height / 2 });
    return found !== null && (chainOf(found).includes(element) || library.controlOf(found) === element);
  }

  function selectedEndOf(element: Element | null): string {
    if (!(element instanceof HTMLInputElement)) return '';
    const { selectionStart, selectionEnd, value } = element;
    return selectionStart !== null && selectionEnd === value.length ? value.slice(selectionStart) : '';
  }

  function rowFrom(field: Element | null): readonly HTMLInputElement[] {
    if (!(field instanceof HTMLInputElement)) return [];
    const first = field.getBoundingClientRect();
    const root = field.getRootNode();
    if (!(root instanceof Document || root instanceof ShadowRoot)) return [];
    const all = [...dom.call(root, 'querySelectorAll', 'input')];
    const fields = all.filter((each) => each instanceof HTMLInputElement);
    const row = fields.slice(fields.indexOf(field)).filter((each) => {
      const { top, width, height } = each.getBoundingClientRect();
      const differences = [top - first.top, width - first.width, height - first.height];
      return holdsText(each) && differences.every((by) => Math.abs(by) < 2);
    });
    return row.length === 1 ? [] : row;
  }

  const known: Watch | undefined = Reflect.get(globalThis, key);
  // After typing, another document has taken the place of the one that was typed into.
  if (given.task === 'read' && known === undefined) return null;
  const container = given.task === 'begin' ? containerOf(active) : null;
  const around =
    active === null
      ? null
      : (chainOf(active)
          .slice(1, 1 + LEVELS_AROUND)
          .at(-1) ?? null);
  const watch: Watch =
    given.task === 'read' && known !== undefined
      ? known
      : {
          field: active,
          identity: identityOf(active),
          container,
          around,
          texts: new Map<Element | null, string>([
            ...rowFrom(active).map((each) => [each, each.value] as const),
            [around, visibleText(around)],
            [container, visibleText(container)],
            // Last, since a field may be what holds itself.
            [active, textOf(active)],
          ]),
        };
  Reflect.set(globalThis, key, watch);
  const isThere = watch.field !== null && dom.get(watch.field, 'isConnected');
  const candidates = [isThere ? watch.field : null, atPoint, active];
  const fields = [...new Set(candidates)].filter((each) => each !== null && holdsText(each));
  const focused = isThere ? watch.field : active;
  const isHidden = focused !== null && (!holdsText(focused) || !isSeen(focused));
  return {
    fields: fields.map((each) => ({
      text: textOf(each),
      before: watch.texts.get(each) ?? '',
      isForeign: !isThere && watch.identity !== '' && identityOf(each) !== watch.identity,
      maxLength:
        (each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement) && each.maxLength >= 0
          ? each.maxLength
          : undefined,
      isRich: !(each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement),
      selectedEnd: selectedEndOf(each),
      isSecret:
        (each instanceof HTMLInputElement && each.type === 'password') ||
        (each !== null &&
          !/^(none)?$/.test(getComputedStyle(each).getPropertyValue('-webkit-text-security'))),
    })),
    row: (isThere ? rowFrom(watch.field) : []).map((each) => ({
      text: each.value,
      before: watch.texts.get(each) ?? '',
      isBox: each.maxLength === 1,
    })),
    around: { before: watch.texts.get(watch.around) ?? '', now: visibleText(watch.around) },
    editor:
      isHidden && watch.container !== null && dom.get(watch.container, 'isConnected')
        ? { before: watch.texts.get(watch.container) ?? '', now: visibleText(watch.container) }
        : undefined,
  };
}
