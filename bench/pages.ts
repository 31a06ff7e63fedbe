/**
 * What lists of the viewer cost with many runs: time of pages, and how long local AWS does nothing else meanwhile.
 * Run: npx tsx bench/pages.ts [--runs 10000,100000] [--repeats 15] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fill } from './store/measure.ts';
import { DEFINITION } from './store/names.ts';
import { Server } from './store/server.ts';

const HELP = `Usage: npx tsx bench/pages.ts [options]

  --runs <numbers>    how many runs there are (10000,100000)
  --repeats <number>  requests for each page (15)
  --json              prints JSON
`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000,100000' },
    repeats: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const PAGES: readonly (readonly [name: string, address: string])[] = [
  ['home', '/'],
  ['all runs', '/runs'],
  ['a workflow', `/definitions/${DEFINITION}`],
  ['failed', '/runs?status=FAILED'],
  ['two days', '/runs?since=2026-01-03&until=2026-01-05'],
  ['text, in all', '/runs?text=cheapest'],
  ['text, in none', '/runs?text=nowhere+to+be+found'],
];

/** What one page took. */
interface Row {
  readonly runs: number;
  readonly page: string;
  readonly medianMs: number;
  readonly worstMs: number;
  /** The longest time in which the server did nothing else. */
  readonly blockedMs: number;
  readonly rssMegabytes: number;
  readonly startMs: number;
  readonly startCpuMs: number;
}

if (values.help) process.stdout.write(HELP);
else {
  const rows: Row[] = [];
  for (const runs of values.runs.split(',').map(Number)) {
    process.stderr.write(`${runs} runs…\n`);
    rows.push(...(await measurePages(runs)));
  }
  process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
}

async function measurePages(runs: number): Promise<readonly Row[]> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'bench-pages-'));
  const project = path.resolve(import.meta.dirname, '..');
  try {
    fill({ project, stateDir, runs, forLists: true });
    const server = await Server.start(project, stateDir);
    const rows: Row[] = [];
    for (const [page, address] of PAGES) {
      const times: number[] = [];
      await server.blockedMs();
      for (let count = 0; count < Number(values.repeats); count += 1) {
        const began = performance.now();
        const response = await fetch(`${server.url}/viewer${address}`);
        await response.text();
        if (!response.ok) throw new Error(`${address} answered ${response.status}`);
        times.push(performance.now() - began);
      }
      times.sort((a, b) => a - b);
      rows.push({
        runs,
        page,
        medianMs: times[Math.floor(times.length / 2)] ?? Number.NaN,
        worstMs: times.at(-1) ?? Number.NaN,
        blockedMs: await server.blockedMs(),
        rssMegabytes: Math.round((await server.rssBytes()) / 1e6),
        startMs: server.startMs,
        startCpuMs: server.startCpuMs,
      });
    }
    await server.kill();
    return rows;
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}

function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = ['page', 'runs', 'median', 'worst', 'blocked', 'RSS, MB', 'start', 'CPU of start'];
  return (
    line(head) +
    line(head.map(() => '---')) +
    rows
      .map(({ page, runs, medianMs, worstMs, blockedMs, rssMegabytes, startMs, startCpuMs }) =>
        line([
          page,
          runs.toLocaleString('en'),
          ...[medianMs, worstMs, blockedMs].map((ms) => ms.toFixed(1)),
          String(rssMegabytes),
          ...[startMs, startCpuMs].map((ms) => ms.toFixed(0)),
        ]),
      )
      .join('')
  );
}
