import { visibleLine } from '../core/visible.ts';

/**
 * A table for people: the names of the columns, and a line for each row. Cells of others cannot move the cursor.
 *
 * @returns lines, each with its line feed
 */
export function textTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [columns.map((name) => name.toUpperCase()), ...rows.map((row) => row.map(visibleLine))];
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
