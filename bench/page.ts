import { machineLine } from './machine.ts';
import type { BenchResult, Results, RowResult } from './results.ts';
import { notesOf, rowInWords } from './words.ts';

/** The page with what was measured: whatever stood between the marks before is replaced. */
export function withResults(page: string, { benches }: Results): string {
  const [before = '', rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined) throw new Error(`bench/README.md has no ${BEGIN} before ${END}.`);
  return `${before}${BEGIN}\n\n${benches.map(section).join('\n\n')}\n\n${END}${after}`;
}

const BEGIN = '<!-- results: npm run bench -- --write -->';
const END = '<!-- end of results -->';

function section({ id, about, date, machine, versions, rows }: BenchResult): string {
  const lines = [
    HEAD,
    HEAD.map((_, column) => (column === 0 || column > 5 ? '---' : '---:')),
    ...rows.map(cellsOf),
  ];
  const notes = rows.flatMap(({ row, judged }) => {
    const said = notesOf(row, judged);
    return said.length === 0 ? [] : [`- ${row.figure}: ${said.join('; ')}.`];
  });
  return [
    `### ${id}`,
    about,
    lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
    `${date}: ${machineLine(machine, versions)}.`,
  ].join('\n\n');
}

const HEAD = ['figure', 'ours', 'peer', 'ratio', 'limit', 'ratio', 'goal', 'verdict'];

function cellsOf({ row, judged }: RowResult): readonly string[] {
  const { figure, ours, peer, ofPeer, limit, ofLimit, goals, verdict } = rowInWords(row, judged);
  return [figure, `**${ours}**`, peer, ofPeer, limit, ofLimit, goals.join(', '), verdict];
}
