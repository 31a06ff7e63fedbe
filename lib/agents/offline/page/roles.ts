import type { Role } from '../language/intents.ts';
import { attribute, type PageElement } from './dom.ts';

const TEXT_INPUTS = new Set(
  'text search email tel url password number date datetime-local month week time color range file'.split(' '),
);

/** What kind of control an element is; `null`: it is none. */
export type ControlKind =
  | 'link'
  | 'button'
  | 'tab'
  | 'checkbox'
  | 'radio'
  | 'text'
  | 'select'
  | 'combobox'
  | 'option';

const ARIA: Readonly<Record<string, ControlKind>> = {
  link: 'link',
  button: 'button',
  tab: 'tab',
  menuitem: 'link',
  menuitemcheckbox: 'checkbox',
  menuitemradio: 'radio',
  treeitem: 'link',
  checkbox: 'checkbox',
  switch: 'checkbox',
  radio: 'radio',
  textbox: 'text',
  searchbox: 'text',
  spinbutton: 'text',
  slider: 'text',
  combobox: 'combobox',
  listbox: 'select',
  option: 'option',
};

/** The kind of control by ARIA role, tag and type. */
export function controlKind(element: PageElement): ControlKind | null {
  if (element.tag === 'input') return inputKind(element);
  if (element.tag === 'select') return 'select';
  if (element.tag === 'textarea') return 'text';
  const role = attribute(element, 'role')?.trim().split(/\s+/)[0]?.toLowerCase();
  const aria = role === undefined ? undefined : ARIA[role];
  if (aria !== undefined) return aria === 'select' ? null : aria;
  const editable = attribute(element, 'contenteditable');
  if (editable !== null && editable !== 'false') return 'text';
  if (element.tag === 'a') return attribute(element, 'href') === null ? null : 'link';
  if (element.tag === 'button' || element.tag === 'summary') return 'button';
  if (attribute(element, 'onclick') !== null) return 'button';
  return null;
}

function inputKind(element: PageElement): ControlKind | null {
  const type = (attribute(element, 'type') ?? 'text').toLowerCase();
  const role = attribute(element, 'role')?.toLowerCase();
  if (type === 'checkbox') return 'checkbox';
  if (type === 'radio') return 'radio';
  if (type === 'submit' || type === 'button' || type === 'reset' || type === 'image') return 'button';
  if (type === 'hidden') return null;
  if (role === 'combobox') return 'text';
  return TEXT_INPUTS.has(type) ? 'text' : 'text';
}

export const isDialog = (element: PageElement): boolean =>
  element.tag === 'dialog' || /^(?:alert)?dialog$/.test(attribute(element, 'role') ?? '');

/** 1 to 6 for headings, else `null`. */
export function headingLevel(element: PageElement): number | null {
  const native = /^h([1-6])$/.exec(element.tag)?.[1];
  if (native !== undefined && attribute(element, 'role') === null) return Number(native);
  if (attribute(element, 'role') !== 'heading') return null;
  const level = Number(attribute(element, 'aria-level') ?? '2');
  return Number.isInteger(level) && level >= 1 ? level : 2;
}

/** Which controls a user may mean by a role word, best first. */
export const KINDS_FOR: Readonly<Partial<Record<Role, readonly ControlKind[]>>> = {
  link: ['link', 'button', 'tab'],
  button: ['button', 'link', 'tab', 'radio', 'checkbox', 'combobox'],
  tab: ['tab', 'button', 'link'],
  checkbox: ['checkbox'],
  radio: ['radio'],
  option: ['option', 'radio', 'link', 'button'],
  field: ['text', 'select', 'combobox', 'radio', 'checkbox'],
  select: ['select', 'combobox'],
  list: ['select', 'combobox', 'button'],
};
