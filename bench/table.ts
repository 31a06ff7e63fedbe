import { textTable } from '../lib/cli/text-table.ts';
import type { Results } from './results.ts';
import { summaryOf } from './summary.ts';
import { notesOf, type RowInWords, rowInWords } from './words.ts';

/** The table for a terminal that is so many characters wide, what there is to say to its rows, and what failed. */
export function benchTable({ benches }: Results, width: number): string {
  const rows = benches.flatMap((bench) => bench.rows);
  const words = rows.map(({ row, judged }) => rowInWords(row, judged));
  const columns = COLUMNS.filter(({ cell }) => words.some((each) => cell(each).join('') !== ''));
  const others = columns.map(({ head, cell }) => 2 + longest([head, ...words.flatMap(cell)]));
  const room = Math.max(NARROWEST_FIGURE, width - others.reduce((sum, next) => sum + next, 0));
  const lines = words.flatMap((each) => {
    const cells = [wrap(each.figure, room), ...columns.map(({ cell }) => cell(each))];
    const height = Math.max(...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) => cells.map((cell) => cell[line] ?? ''));
  });
  const notes = rows.flatMap(({ row, judged }) =>
    notesOf(row, judged).flatMap((note, index) => [
      ...(index === 0 ? [row.figure] : []),
      ...wrap(note, width - 2).map((line) => `  ${line}`),
    ]),
  );
  const failures = benches.flatMap(({ id, failure }) =>
    failure === undefined ? [] : [`${id} failed: ${failure}`],
  );
  return [
    rows.length === 0 ? '' : textTable(['figure', ...columns.map(({ head }) => head)], lines),
    ...[notes, failures].map((some) => (some.length === 0 ? '' : `${some.join('\n')}\n`)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** What it has come to, in a few lines: the end of what is printed. */
export function benchSummary(results: Results): string {
  const { counts, open } = summaryOf(results);
  const lines = open.map(({ figure, ours, ratio, goal, verdict }) => {
    const said = [
      ours,
      ...(ratio === '' ? [] : [`ratio ${ratio}`]),
      ...(goal === '' ? [] : [`goal ${goal}`]),
    ];
    return `  ${verdict}: ${figure}: ${said.filter(Boolean).join(', ')}`.replace(/: $/, '');
  });
  return [`${counts}.`, ...lines].join('\n');
}

/** All but the figure, which takes the room that is left. Each cell may have several lines. */
const COLUMNS: readonly { readonly head: string; readonly cell: (row: RowInWords) => readonly string[] }[] = [
  { head: 'ours', cell: ({ ours }) => [ours] },
  { head: 'peer', cell: ({ peer }) => [peer] },
  { head: 'ratio', cell: ({ ofPeer }) => [ofPeer] },
  { head: 'limit', cell: ({ limit }) => [limit] },
  { head: 'ratio', cell: ({ ofLimit }) => [ofLimit] },
  { head: 'goal', cell: ({ goals }) => goals },
  { head: 'verdict', cell: ({ verdict }) => [verdict] },
];

/** Figures are wrapped, but one word in a line is hard to read. */
const NARROWEST_FIGURE = 16;

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
