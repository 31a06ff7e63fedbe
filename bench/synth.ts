/**
 * What a synthesis costs against that of an empty app: the time of processors in all of its processes, memory, time of the clock.
 * Run: npx tsx bench/synth.ts [--workflows 3,45] [--build docker] [--project <checkout>]… [--repeats 3] [--alone] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeApps, type SynthApp } from './synth/apps.ts';
import { type Measured, measureSynth } from './synth/measure.ts';

const HELP = `Usage: npx tsx bench/synth.ts [options]

  --workflows <numbers>  how many workflows there are (3,45)
  --build <mode>         docker, codebuild or zip (docker)
  --project <checkout>   a checkout of this project, with its node_modules; several may be compared (this one)
  --repeats <number>     syntheses for each median, in turns (3)
  --only <text>          only apps whose names begin so, and the empty one
  --alone                leaves the CDK CLI out
  --json                 prints JSON
`;

const { values } = parseArgs({
  options: {
    workflows: { type: 'string', default: '3,45' },
    build: { type: 'string', default: 'docker' },
    project: { type: 'string', multiple: true, default: [path.resolve(import.meta.dirname, '..')] },
    repeats: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    alone: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface Row extends Measured {
  readonly project: string;
  readonly app: string;
  readonly timesEmpty: number;
  readonly cliTimesEmpty: number;
}

if (values.help) process.stdout.write(HELP);
else {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-synth-'));
  try {
    const rows: Row[] = [];
    for (const project of values.project) rows.push(...(await measureProject(path.resolve(project), folder)));
    process.stdout.write(values.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureProject(project: string, parent: string): Promise<Row[]> {
  const folder = mkdtempSync(path.join(parent, 'project-'));
  const workflows = values.workflows.split(',').map(Number);
  const apps = makeApps({ project, folder, workflows, build: values.build });
  const chosen = apps.filter(({ name }) => name === 'empty' || name.startsWith(values.only));
  const measured = new Map<SynthApp, Measured[]>(chosen.map((app) => [app, []]));
  for (let repeat = 0; repeat < Number(values.repeats); repeat += 1) {
    // In turns, so that other work on the machine meets all of them.
    for (const [app, runs] of measured) {
      process.stderr.write(`${project}: ${app.name}, ${repeat + 1} of ${values.repeats}…\n`);
      runs.push(await measureSynth(app, { alone: values.alone }));
    }
  }
  const medians = [...measured].map(([app, runs]) => ({ app, median: medianOf(runs) }));
  const empty = medians.find(({ app }) => app.name === 'empty')?.median;
  return medians.map(({ app, median }) => ({
    project,
    app: app.name,
    ...median,
    timesEmpty: median.cpuSeconds / (empty?.cpuSeconds ?? Number.NaN),
    cliTimesEmpty: median.cliCpuSeconds / (empty?.cliCpuSeconds ?? Number.NaN),
  }));
}

function medianOf(runs: readonly Measured[]): Measured {
  const of = (pick: (run: Measured) => number): number =>
    runs.map(pick).sort((a, b) => a - b)[runs.length >> 1] ?? Number.NaN;
  return {
    cpuSeconds: of((run) => run.cpuSeconds),
    bundlerCpuSeconds: of((run) => run.bundlerCpuSeconds),
    wallSeconds: of((run) => run.wallSeconds),
    rssMegabytes: of((run) => run.rssMegabytes),
    cliCpuSeconds: of((run) => run.cliCpuSeconds),
    listCpuSeconds: of((run) => run.listCpuSeconds),
  };
}

function table(rows: readonly Row[]): string {
  const columns: readonly (readonly [string, (row: Row) => string])[] = [
    ['project', ({ project }) => path.basename(project)],
    ['app', ({ app }) => app],
    ['CPU, s', ({ cpuSeconds }) => cpuSeconds.toFixed(1)],
    ['of an empty app', ({ timesEmpty }) => timesEmpty.toFixed(2)],
    ['of it esbuild', ({ bundlerCpuSeconds }) => bundlerCpuSeconds.toFixed(1)],
    ['wall, s', ({ wallSeconds }) => wallSeconds.toFixed(1)],
    ['RSS, MB', ({ rssMegabytes }) => rssMegabytes.toFixed(0)],
    ['`cdk synth`, CPU, s', ({ cliCpuSeconds }) => cliCpuSeconds.toFixed(1)],
    ['of an empty app', ({ cliTimesEmpty }) => cliTimesEmpty.toFixed(2)],
    ['`cdk list`, CPU, s', ({ listCpuSeconds }) => listCpuSeconds.toFixed(1)],
  ];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = columns.map(([name]) => name);
  const body = rows.map((row) => columns.map(([, cellOf]) => cellOf(row)));
  return line(head) + line(head.map(() => '---')) + body.map(line).join('');
}
