import { machineLine } from './machine.ts';
import type { BenchResult, Results, RowResult } from './results.ts';
import { type Summary, summaryOf } from './summary.ts';
import { notesOf, rowInWords } from './words.ts';

/** The page with what was measured: whatever stood between the marks before is replaced. */
export function withResults(page: string, results: Results): string {
  const [before = '', rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (after === undefined) throw new Error(`bench/README.md has no ${BEGIN} before ${END}.`);
  const { benches } = results;
  const usual = usualOf(benches);
  const parts = [
    summaryInWords(summaryOf(results)),
    ...(usual === undefined
      ? []
      : [
          `Where a section says nothing else, it was ${measuredOn(usual, usual.versions)}.`,
          ...benches.map((bench) => section(bench, { benches, usual })),
        ]),
  ];
  return `${before}${BEGIN}\n\n${parts.join('\n\n')}\n\n${END}${after}`;
}

const BEGIN = '<!-- results: npm run bench -- --write -->';
const END = '<!-- end of results -->';

function summaryInWords({ counts, open }: Summary): string {
  if (open.length === 0) return `**${counts}.**`;
  const rows = open.map(({ bench, figure, ours, ratio, goal, verdict }) => [
    `[${figure}](#${bench})`,
    ...[ours === '' ? '' : `**${ours}**`, ratio, goal, verdict],
  ]);
  return `**${counts}.** These are not met, or it is not known:\n\n${table(['figure', 'ours', 'ratio', 'goal', 'verdict'], rows, [1, 2])}`;
}

/** Of that which most sections were measured on: said once, before them. */
function usualOf(benches: readonly BenchResult[]): BenchResult | undefined {
  const all = benches.map((bench) => measuredOn(bench));
  const timesOf = (each: BenchResult): number => all.filter((on) => on === measuredOn(each)).length;
  const [usual] = benches.toSorted((a, b) => timesOf(b) - timesOf(a));
  if (usual === undefined) return undefined;
  const same = benches.filter((bench) => measuredOn(bench) === measuredOn(usual));
  // Where two differ, the first.
  return { ...usual, versions: Object.assign({}, ...same.map(({ versions }) => versions).toReversed()) };
}

function measuredOn({ date, machine }: BenchResult, versions: Readonly<Record<string, string>> = {}): string {
  return `measured ${date} on ${machineLine(machine, versions)}`;
}

function isAsUsual(bench: BenchResult, usual: BenchResult): boolean {
  return (
    measuredOn(bench) === measuredOn(usual) &&
    Object.entries(bench.versions).every(([name, version]) => usual.versions[name] === version)
  );
}

function section(bench: BenchResult, { benches, usual }: Results & { readonly usual: BenchResult }): string {
  const { id, about, rows, versions } = bench;
  const first = benches.find((each) => each.about === about);
  const notes = rows.flatMap(({ row, judged }) => {
    const said = notesOf(row, judged);
    return said.length === 0 ? [] : [`- ${row.figure}: ${said.join('; ')}.`];
  });
  return [
    `### ${id}`,
    first === undefined || first === bench ? about : `In the same way as [${first.id}](#${first.id}).`,
    table(HEAD, rows.map(cellsOf), [1, 2, 3, 4, 5]),
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
    ...(isAsUsual(bench, usual) ? [] : [`This was ${measuredOn(bench, versions)}.`]),
  ].join('\n\n');
}

const HEAD = ['figure', 'ours', 'peer', 'ratio', 'limit', 'ratio', 'goal', 'verdict'];

function cellsOf({ row, judged }: RowResult): readonly string[] {
  const { figure, ours, peer, ofPeer, limit, ofLimit, goals, verdict } = rowInWords(row, judged);
  return [figure, ours === '' ? '' : `**${ours}**`, peer, ofPeer, limit, ofLimit, goals.join(', '), verdict];
}

/** With numbers, which are the columns of these indexes, on the right. */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
): string {
  const rule = head.map((_, column) => (numbers.includes(column) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
