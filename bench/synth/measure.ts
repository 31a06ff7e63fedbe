import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SynthApp } from './apps.ts';

/** What was measured of one synthesis, or the medians of several. */
export interface Measured {
  /** Of the app's process and the bundler's, as `node --import tsx` runs them. */
  readonly cpuSeconds: number;
  /** Of the bundler's alone. */
  readonly bundlerCpuSeconds: number;
  readonly wallSeconds: number;
  /** Of the app's process at its largest. */
  readonly rssMegabytes: number;
  /** Of `cdk synth --quiet`, with all processes beneath it. */
  readonly cliCpuSeconds: number;
  /** Of `cdk list`. */
  readonly listCpuSeconds: number;
}

/** Synthesizes an app by itself and by the CDK CLI. */
export async function measureSynth(app: SynthApp, given: { readonly alone: boolean }): Promise<Measured> {
  const alone = await run(app, process.execPath, ['--require', memoryReporter(app), ...app.command]);
  const cdk = path.join(app.project, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const byCli = async (...args: string[]) =>
    await run(app, process.execPath, [cdk, ...args, '--app', ['node', ...app.command].join(' ')]);
  const synth = given.alone ? undefined : await byCli('synth', '--quiet');
  const list = given.alone ? undefined : await byCli('list');
  return {
    cpuSeconds: alone.cpuSeconds,
    bundlerCpuSeconds: alone.bundlerCpuSeconds,
    wallSeconds: alone.wallSeconds,
    rssMegabytes: alone.rssMegabytes,
    cliCpuSeconds: synth?.cpuSeconds ?? Number.NaN,
    listCpuSeconds: list?.cpuSeconds ?? Number.NaN,
  };
}

/** The empty app is an error to the rules of the CDK, which then has done all of its work. */
const ENDINGS = [0, 1];

async function run(app: SynthApp, file: string, args: readonly string[]) {
  const scratch = mkdtempSync(path.join(app.folder, 'run-'));
  const [times, bundlerTimes, memory] = ['times', 'bundler', 'memory'].map((name) =>
    path.join(scratch, name),
  );
  for (const log of [times, bundlerTimes, memory]) writeFileSync(log ?? '', '');
  const start = performance.now();
  // The shell counts what it has waited for. Node does not wait for the bundler, which therefore has a shell of its own.
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; code=$?; times > "$BENCH_TIMES"; exit $code', 'sh', file, ...args],
    {
      cwd: app.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        // Its context is cdk.json's, which the CDK CLI hands over.
        CDK_CONTEXT_JSON: JSON.stringify(app.context),
        CDK_OUTDIR: path.join(scratch, 'cdk.out'),
        CDK_DEFAULT_REGION: 'us-east-1',
        ESBUILD_BINARY_PATH: bundlerWrapper(app),
        BENCH_TIMES: times,
        BENCH_BUNDLER_TIMES: bundlerTimes,
        BENCH_MEMORY: memory,
      },
    },
  );
  const wallSeconds = (performance.now() - start) / 1000;
  if (!ENDINGS.includes(status ?? -1) || (status === 1 && app.name !== 'empty'))
    throw new Error(`${app.name} failed:\n${stderr}`);
  const text = (log: string | undefined): string => readFileSync(log ?? '', 'utf8');
  while (/start\n$/.test(text(bundlerTimes))) await setTimeout(20);
  const bundlerCpuSeconds = secondsIn(text(bundlerTimes));
  const cpuSeconds = secondsIn(text(times)) + bundlerCpuSeconds;
  const rssMegabytes = Number(text(memory)) / 1024;
  rmSync(scratch, { recursive: true, force: true });
  return { cpuSeconds, bundlerCpuSeconds, wallSeconds, rssMegabytes };
}

/** The sum of what the shell's `times` has printed. */
function secondsIn(times: string): number {
  return [...times.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, seconds) => sum + seconds, 0);
}

function bundlerWrapper({ project, folder }: SynthApp): string {
  const file = path.join(folder, 'esbuild.sh');
  const binary = path.join(
    project,
    'node_modules',
    `@esbuild/${process.platform}-${process.arch}`,
    'bin',
    'esbuild',
  );
  const script = `#!/bin/sh\necho start >> "$BENCH_BUNDLER_TIMES"\n"${binary}" "$@"\ntimes >> "$BENCH_BUNDLER_TIMES"\n`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

function memoryReporter({ folder }: SynthApp): string {
  const file = path.join(folder, 'memory.cjs');
  writeFileSync(
    file,
    "process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS)));\n",
  );
  return file;
}
