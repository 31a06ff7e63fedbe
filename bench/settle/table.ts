import { type FiguresByWay, figuresOf, groupsOf, type KindResult } from './summary.ts';
import { WAY_NAMES, type WayName } from './way.ts';

const TITLES: Readonly<Record<WayName, string>> = {
  ours: 'this project',
  python: 'Python SDK',
  networkidle: '`networkidle`',
};

/** The results as two tables of Markdown: each kind, and the totals. */
export function tablesOf(results: readonly KindResult[]): string {
  const ways = WAY_NAMES.filter((way) => results.some(({ trials }) => trials[way] !== undefined));
  return `${kindTable(results, ways)}\n\n${totalTable(results, ways)}\n`;
}

function kindTable(results: readonly KindResult[], ways: readonly WayName[]): string {
  const header = ['kind', ...ways.flatMap((way) => [`${TITLES[way]}: stale`, 'settle', 'act + settle'])];
  const rows = results.map((result) => {
    const figures = figuresOf([result]);
    return [
      `${result.kind.name}${result.kind.isNoise ? ' (noise)' : ''}${result.isHeldOut ? ' (held out)' : ''}`,
      ...ways.flatMap((way) => {
        const of = figures[way];
        if (of === undefined) return ['', '', ''];
        const notes = [of.told > 0 ? `${of.told} told` : '', of.failed > 0 ? `${of.failed} failed` : ''];
        const note = notes.filter((text) => text !== '').join(', ');
        const stale = `${of.stale}/${of.trials}${note === '' ? '' : ` (${note})`}`;
        return [stale, `${of.medianSettleMs} ms`, `${of.medianTotalMs} ms`];
      }),
    ];
  });
  return markdown([header, ...rows]);
}

function totalTable(results: readonly KindResult[], ways: readonly WayName[]): string {
  const header = [
    'totals',
    'kinds',
    'way',
    'stale',
    'told',
    'failed',
    'settle: median',
    'mean',
    'of Python',
    'act + settle: median',
    'mean',
    'of Python',
  ];
  const rows = groupsOf(results).flatMap((group) => {
    const figures = figuresOf(group.results);
    return ways.map((way) => [group.name, String(group.results.length), ...totalCells(figures, way)]);
  });
  return markdown([header, ...rows]);
}

function totalCells(figures: FiguresByWay, way: WayName): readonly string[] {
  const of = figures[way];
  if (of === undefined) return [TITLES[way]];
  const ratio = (member: 'meanSettleMs' | 'meanTotalMs'): string =>
    // Nothing to compare with where the SDK did not get as far as that.
    figures.python === undefined || figures.python[member] === 0
      ? ''
      : (of[member] / figures.python[member]).toFixed(2);
  return [
    TITLES[way],
    `${of.stale}/${of.trials} (${((100 * of.stale) / of.trials).toFixed(1)} %)`,
    String(of.told),
    String(of.failed),
    `${of.medianSettleMs} ms`,
    `${of.meanSettleMs} ms`,
    ratio('meanSettleMs'),
    `${of.medianTotalMs} ms`,
    `${of.meanTotalMs} ms`,
    ratio('meanTotalMs'),
  ];
}

function markdown([header = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
