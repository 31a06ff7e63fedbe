import { identifierWords } from '../language/words.ts';
import { ancestors, attribute, childElements, descendants, type PageElement } from './dom.ts';
import { controlKind } from './roles.ts';
import { linesOf, textOf } from './text.ts';

/** A text that names an element, and how much it counts (1: its label; less: a hint). */
export type Name = { readonly text: string; readonly weight: number };

/** Elements by `id`, for `for` and `aria-labelledby`. */
export type Ids = ReadonlyMap<string, PageElement>;

/** Label elements by the `id` they are for. */
export type Labels = ReadonlyMap<string, readonly PageElement[]>;

const FIELD_TAGS = new Set(['input', 'select', 'textarea']);

/** Everything that could name a control, as people would call it by what they see. */
export function namesOf(element: PageElement, ids: Ids, labels: Labels): readonly Name[] {
  const names: Name[] = [];
  const add = (text: string | null | undefined, weight: number): void => {
    const plain = text?.replace(/\s+/g, ' ').trim();
    if (plain !== undefined && plain !== '') names.push({ text: plain, weight });
  };
  for (const id of attribute(element, 'aria-labelledby')?.split(/\s+/) ?? []) {
    const label = ids.get(id);
    if (label !== undefined) add(textOf(label), 1);
  }
  add(attribute(element, 'aria-label'), 1);
  const kind = controlKind(element);
  const isField = FIELD_TAGS.has(element.tag) || kind === 'text';
  for (const label of labelsFor(element, labels)) add(labelText(label), 1);
  if (isField) {
    add(attribute(element, 'placeholder'), 0.96);
    if (kind === 'button') add(attribute(element, 'value'), 1);
    if (kind === 'radio') add(attribute(element, 'value'), 0.85);
    add(attribute(element, 'alt'), 1);
    add(identifierWords(attribute(element, 'name') ?? ''), 0.85);
    if (attribute(element, 'type') === 'date')
      for (const { text, weight } of [...names]) add(`${text} date`, weight);
    add(typeHint(element), 0.8);
    if (names.every(({ weight }) => weight < 0.9)) add(textBeside(element), 0.92);
  } else {
    const text = textOf(element);
    add(text, 1);
    const first = linesOf(element)[0];
    if (first !== undefined && first !== text) add(first, 0.95);
    for (const inner of descendants(element)) {
      add(attribute(inner, 'aria-label'), 0.97);
      if (inner.tag !== 'input') add(attribute(inner, 'title'), 0.9);
    }
  }
  add(attribute(element, 'title'), 0.93);
  add(identifierWords(attribute(element, 'id') ?? ''), 0.8);
  for (const [name, value] of element.attributes)
    if (name.startsWith('data-test')) add(identifierWords(value), 0.8);
  if (kind === 'link' && names.length === 0) add(lastPathPart(attribute(element, 'href')), 0.7);
  return names;
}

/** The name to show in messages. */
export function displayName(element: PageElement, ids: Ids, labels: Labels): string {
  return namesOf(element, ids, labels)[0]?.text.slice(0, 60) ?? '';
}

function labelsFor(element: PageElement, labels: Labels): readonly PageElement[] {
  const id = attribute(element, 'id');
  const wrapped = ancestors(element).find(({ tag }) => tag === 'label');
  return [...(id === null ? [] : (labels.get(id) ?? [])), ...(wrapped === undefined ? [] : [wrapped])];
}

function labelText(label: PageElement): string {
  return textOf(label).replace(/[\s:*]+$/, '');
}

function typeHint(element: PageElement): string | null {
  const type = attribute(element, 'type')?.toLowerCase();
  if (type === 'search' || attribute(element, 'role') === 'searchbox') return 'search';
  if (type === 'email' || type === 'password' || type === 'date' || type === 'file') return type;
  if (type === 'tel') return 'phone';
  const inSearch = ancestors(element).some((up) => up.tag === 'search' || attribute(up, 'role') === 'search');
  return inSearch ? 'search' : null;
}

/** Text right before a field (or right after a box to tick), where no label is tied to it. */
function textBeside(element: PageElement): string | null {
  const kind = controlKind(element);
  const tickable = kind === 'checkbox' || kind === 'radio';
  let node = element;
  for (let depth = 0; depth < 3 && node.parent !== null; depth += 1) {
    const siblings = node.parent.children;
    const at = siblings.indexOf(node);
    const before = siblings.slice(0, at).reverse();
    const after = siblings.slice(at + 1);
    for (const side of tickable ? [after, before] : [before]) {
      for (const sibling of side) {
        const text = typeof sibling === 'string' ? sibling.trim() : textOf(sibling);
        if (typeof sibling !== 'string' && holdsControl(sibling)) break;
        if (text !== '') return text.length <= 80 ? text.replace(/[\s:*]+$/, '') : null;
      }
    }
    if (childElements(node.parent).some((child) => child !== node && holdsControl(child))) return null;
    node = node.parent;
  }
  return null;
}

function holdsControl(element: PageElement): boolean {
  return [element, ...descendants(element)].some((inner) => controlKind(inner) !== null);
}

function lastPathPart(href: string | null): string | null {
  const part = href
    ?.replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean)
    .at(-1);
  return part === undefined ? null : identifierWords(part.replace(/\.\w+$/, ''));
}
