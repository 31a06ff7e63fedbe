/**
 * What local AWS costs with the history that it has: start, lists, creation, pages of the viewer, memory, disk; and
 * whether anything that was answered is lost when it is killed.
 * Run: npx tsx bench/store.ts [--runs 1000,10000,100000] [--project <checkout>]… [--repeats 9] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fill, type Measured, measure, PATIENCE_MS } from './store/measure.ts';

const HELP = `Usage: npx tsx bench/store.ts [options]

  --runs <numbers>      how many runs there are (1000,10000,100000)
  --project <checkout>  a checkout of this project, with its node_modules; several may be compared (this one)
  --repeats <number>    requests for each median (9)
  --json                prints JSON
`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000,10000,100000' },
    project: { type: 'string', multiple: true, default: [path.resolve(import.meta.dirname, '..')] },
    repeats: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const COLUMNS: readonly (readonly [string, (row: Measured) => number | string])[] = [
  ['start', ({ startMs }) => startMs],
  ['CPU of start', ({ startCpuMs }) => startCpuMs],
  ['list runs', ({ listRunsMs }) => listRunsMs],
  ['list acts', ({ listActsMs }) => listActsMs],
  ['create run', ({ createRunMs }) => createRunMs],
  ['create act', ({ createActMs }) => createActMs],
  ['get run', ({ getRunMs }) => getRunMs],
  ['definitions page', ({ definitionsPageMs }) => definitionsPageMs],
  ['runs page', ({ runsPageMs }) => runsPageMs],
  ['run page', ({ runPageMs }) => runPageMs],
  ['RSS, MB', ({ rssMegabytes }) => `${rssMegabytes}`],
  ['disk, MB', ({ diskMegabytes }) => `${diskMegabytes}`],
  ['kept', ({ kept }) => kept],
];

const rows: { readonly project: string; readonly measured: Measured }[] = [];
if (values.help) process.stdout.write(HELP);
else {
  for (const runs of values.runs.split(',').map(Number)) {
    for (const project of values.project.map((dir) => path.resolve(dir))) {
      process.stderr.write(`${project}: ${runs} runs…\n`);
      rows.push({ project, measured: await measureOne(project, runs) });
    }
  }
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table());
}

async function measureOne(project: string, runs: number): Promise<Measured> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'bench-store-'));
  try {
    fill({ project, stateDir, runs });
    return await measure({ project, stateDir, runs, repeats: Number(values.repeats) });
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}

function table(): string {
  const head = ['project', 'runs', ...COLUMNS.map(([name]) => name)];
  const body = rows.map(({ project, measured }) => [
    path.basename(project),
    measured.runs.toLocaleString('en'),
    ...COLUMNS.map(([, cellOf]) => {
      const value = cellOf(measured);
      if (typeof value === 'string') return value;
      return Number.isFinite(value) ? value.toFixed(value < 100 ? 1 : 0) : `over ${PATIENCE_MS}`;
    }),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + body.map(line).join('');
}
