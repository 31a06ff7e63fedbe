import { identifierWords } from '../language/words.ts';
import { ancestors, attribute, childElements, descendants, type PageElement } from './dom.ts';
import { headingLevel } from './roles.ts';
import { tablesIn } from './tables.ts';
import { ownText, textOf } from './text.ts';

/** Like things that repeat on a page: rows of a table, items of a list, cards. */
export type Group = {
  readonly kind: 'table' | 'list' | 'cards';
  readonly container: PageElement;
  readonly items: readonly PageElement[];
  /** Column headers, for tables. */
  readonly headers: readonly string[];
  /** Words around the group that say what it holds. */
  readonly context: string;
  /** Part of navigation, header or footer, so rarely what is asked for. */
  readonly marginal: boolean;
};

const LISTS = new Set(['ul', 'ol', 'menu']);
const PIECES = new Set([
  'option',
  'td',
  'th',
  'dt',
  'dd',
  'label',
  'input',
  'br',
  'hr',
  'button',
  'select',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'col',
  'path',
  'p',
  'fieldset',
  'legend',
]);

/** Finds the groups of a part of the page. */
export function groupsIn(scope: PageElement): readonly Group[] {
  const groups: Group[] = [];
  for (const table of tablesIn(scope)) {
    if (table.rows.length === 0) continue;
    const items = table.rows.map((row) => row.element);
    groups.push(group('table', table.element, items, table.headers, table.name));
  }
  for (const element of [scope, ...descendants(scope)]) {
    const children = childElements(element);
    if (
      LISTS.has(element.tag) ||
      attribute(element, 'role') === 'list' ||
      attribute(element, 'role') === 'feed'
    ) {
      const items = children.filter(
        (child) => child.tag === 'li' || /^(?:listitem|article|option)$/.test(attribute(child, 'role') ?? ''),
      );
      if (items.length > 0) {
        groups.push(group('list', element, items));
        continue;
      }
    }
    for (const items of alike(children)) groups.push(group('cards', element, items));
    const flat = flatItems(element);
    if (flat.length > 1) groups.push(group('cards', element, flat));
  }
  return groups;
}

function group(
  kind: Group['kind'],
  container: PageElement,
  items: readonly PageElement[],
  headers: readonly string[] = [],
  name = '',
): Group {
  const around = upToItem(container).slice(0, 4);
  const marginal = [container, ...ancestors(container)].some(
    (up) =>
      /^(?:nav|footer|header)$/.test(up.tag) ||
      /^(?:navigation|banner|contentinfo|menubar|menu|tablist)$/.test(attribute(up, 'role') ?? ''),
  );
  const first = items[0];
  const words = [
    name,
    ...around.flatMap(ownWords),
    headingOver(container, items),
    container.parent === null ? '' : ownText(container.parent).slice(0, 60),
    ...(first === undefined
      ? []
      : [...ownWords(first), ...childElements(first).flatMap((child) => ownWords(child))]),
  ];
  return { kind, container, items, headers, context: words.filter(Boolean).join(' · '), marginal };
}

/** An element and what is around it, as far as the item of a list that it is in: beyond, words are about the list. */
function upToItem(element: PageElement): readonly PageElement[] {
  const up = [element, ...ancestors(element)];
  const item = up.findIndex(isListItem);
  return item < 0 ? up : up.slice(0, item + 1);
}

const isListItem = (element: PageElement): boolean =>
  /^(?:li|tr)$/.test(element.tag) || /^(?:listitem|row)$/.test(attribute(element, 'role') ?? '');

function ownWords(element: PageElement): readonly string[] {
  const words = [attribute(element, 'aria-label') ?? '', attribute(element, 'aria-roledescription') ?? ''];
  for (const [name, value] of element.attributes) {
    if (name === 'id' || name === 'class' || name.startsWith('data-test')) words.push(identifierWords(value));
  }
  return words.filter(Boolean);
}

/** The heading of a group: in its container above the first item, else the nearest above that. */
function headingOver(container: PageElement, items: readonly PageElement[]): string {
  const children = childElements(container);
  const inside = children.slice(0, Math.max(0, children.indexOf(items[0] ?? container)));
  const heading = inside.filter((child) => headingLevel(child) !== null).at(-1);
  return heading === undefined ? headingBefore(container) : textOf(heading);
}

/** The nearest heading above a group. */
function headingBefore(element: PageElement): string {
  let node = element;
  for (let depth = 0; depth < 4 && node.parent !== null && !isListItem(node); depth += 1) {
    const siblings = childElements(node.parent);
    for (const sibling of siblings.slice(0, siblings.indexOf(node)).reverse()) {
      const heading = [sibling, ...descendants(sibling)]
        .filter((inner) => headingLevel(inner) !== null && !upTo(sibling, inner).some(isListItem))
        .at(-1);
      if (heading !== undefined) return textOf(heading);
    }
    node = node.parent;
  }
  return '';
}

/** What is around an element inside another one, and that: headings of items in there are about these only. */
const upTo = (outer: PageElement, element: PageElement): readonly PageElement[] => {
  const up = ancestors(element);
  return up.slice(0, up.indexOf(outer) + 1);
};

/** Siblings of one shape, in the given order. */
function alike(children: readonly PageElement[]): readonly (readonly PageElement[])[] {
  const bySignature = new Map<string, PageElement[]>();
  for (const child of children) {
    if (PIECES.has(child.tag) || headingLevel(child) !== null || textOf(child) === '') continue;
    const signature = signatureOf(child);
    bySignature.set(signature, [...(bySignature.get(signature) ?? []), child]);
  }
  const groups: (readonly PageElement[])[] = [];
  for (const items of bySignature.values()) {
    if (items.length > 1 && shapeAlike(items)) groups.push(items);
    else if (items.length === 1 && items[0] !== undefined && isItemByItself(items[0])) groups.push(items);
  }
  return groups;
}

const isItemByItself = (element: PageElement): boolean =>
  element.tag === 'article' ||
  attribute(element, 'role') === 'article' ||
  attribute(element, 'role') === 'listitem';

function signatureOf(element: PageElement): string {
  const test = [...element.attributes].find(([name]) => name.startsWith('data-test'))?.[1] ?? '';
  const classes = attribute(element, 'class')?.split(/\s+/)[0] ?? '';
  return [
    element.tag,
    attribute(element, 'role') ?? '',
    test.replace(/\d+/g, ''),
    classes.replace(/\d+/g, ''),
  ].join('|');
}

/** Whether most of the siblings have mostly the same inner parts. */
function shapeAlike(items: readonly PageElement[]): boolean {
  const shapes = items.map(
    (item) =>
      new Set(
        childElements(item).flatMap((child) => [
          child.tag,
          ...childElements(child).map((inner) => `${child.tag}>${inner.tag}`),
        ]),
      ),
  );
  const first = shapes[0] ?? new Set<string>();
  const similar = shapes.filter((shape) => {
    const common = [...shape].filter((part) => first.has(part)).length;
    const all = new Set([...shape, ...first]).size;
    return all === 0 || common / all >= 0.5;
  });
  return similar.length / shapes.length >= 0.6;
}

/** "h3, p, h3, p": items without a wrapper each; every heading starts one. */
function flatItems(element: PageElement): readonly PageElement[] {
  const starts = childElements(element).filter((child) => headingLevel(child) !== null);
  const level = starts[0] === undefined ? null : Math.max(...starts.map((start) => headingLevel(start) ?? 0));
  const heads = starts.filter((start) => headingLevel(start) === level);
  if (heads.length < 2) return [];
  return heads.map((head, index) => {
    const from = element.children.indexOf(head);
    const next = heads[index + 1];
    const to = next === undefined ? element.children.length : element.children.indexOf(next);
    return {
      ...head,
      tag: 'div',
      attributes: new Map(),
      children: element.children.slice(from, to),
      parent: element,
    };
  });
}
