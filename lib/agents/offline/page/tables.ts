import { attribute, descendants, type PageElement } from './dom.ts';
import { textOf } from './text.ts';

/** A table with its body rows; headers may be empty. */
export type Table = {
  readonly element: PageElement;
  readonly name: string;
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
};
export type TableRow = { readonly element: PageElement; readonly cells: readonly PageElement[] };

const ROLES = new Set(['table', 'grid', 'treegrid']);
const CELLS = new Set(['cell', 'gridcell', 'rowheader', 'columnheader']);

const isTable = (element: PageElement): boolean =>
  element.tag === 'table' || ROLES.has(attribute(element, 'role') ?? '');
const isRow = (element: PageElement): boolean => element.tag === 'tr' || attribute(element, 'role') === 'row';
const isCell = (element: PageElement): boolean =>
  element.tag === 'td' || element.tag === 'th' || CELLS.has(attribute(element, 'role') ?? '');
const isHeader = (element: PageElement): boolean =>
  element.tag === 'th' || attribute(element, 'role') === 'columnheader';

/** The tables of a part of the page, outer before inner. */
export function tablesIn(scope: PageElement): readonly Table[] {
  return [scope, ...descendants(scope)].filter(isTable).map(readTable);
}

/** The cells of a row. */
export const cellsOf = (row: PageElement): readonly PageElement[] =>
  descendantsOutside(row, isTable).filter(isCell);

function readTable(element: PageElement): Table {
  const inside = descendantsOutside(element, isTable);
  const rows = inside.filter(isRow).map((row) => ({ element: row, cells: cellsOf(row) }));
  const header = rows.find(
    ({ element: row, cells }) =>
      cells.length > 0 && (cells.every(isHeader) || row.parent?.tag === 'thead') && cells.length !== 1,
  );
  const body = rows.filter(
    ({ element: row, cells }) =>
      row !== header?.element &&
      cells.length > 0 &&
      !cells.every(isHeader) &&
      row.parent?.tag !== 'thead' &&
      row.parent?.tag !== 'tfoot',
  );
  const caption = inside.find(({ tag }) => tag === 'caption');
  return {
    element,
    name: [caption === undefined ? '' : textOf(caption), attribute(element, 'aria-label') ?? '']
      .join(' ')
      .trim(),
    headers: header?.cells.map(textOf) ?? [],
    rows: body,
  };
}

/** Descendants, without what is inside nested ones of a kind. */
function descendantsOutside(
  element: PageElement,
  stop: (element: PageElement) => boolean,
): readonly PageElement[] {
  const all: PageElement[] = [];
  for (const child of element.children) {
    if (typeof child === 'string' || stop(child)) continue;
    all.push(child, ...descendantsOutside(child, stop));
  }
  return all;
}
