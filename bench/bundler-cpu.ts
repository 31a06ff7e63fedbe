import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf } from './cpu-of.ts';

/**
 * Runs a command that bundles to its end.
 *
 * @param options.folder gets files of the measurement
 * @returns the CPU time of it and of esbuild, which Node does not wait for, in milliseconds
 */
export async function cpuWithBundler(
  command: readonly string[],
  options: { readonly folder: string; readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  const { folder, cwd, env } = options;
  const times = path.join(folder, 'esbuild-times');
  writeFileSync(times, '');
  const wrapper = path.join(folder, 'esbuild.sh');
  writeFileSync(wrapper, WRAPPER, { mode: 0o755 });
  const bench = { ESBUILD_BINARY_PATH: wrapper, BENCH_ESBUILD: ESBUILD, BENCH_TIMES: times };
  const cpuMs = await cpuOf(command, { cwd, env: { ...env, ...bench } });
  const lines = (): readonly string[] => readFileSync(times, 'utf8').trim().split('\n').filter(Boolean);
  while (lines().filter((line) => line === 'start').length * 2 > lines().length) await sleep(5);
  const bundlerMs = lines()
    .filter((line) => line !== 'start')
    .flatMap((line) => line.split(' ').map((seconds) => Number(seconds) * 1000))
    .reduce((sum, ms) => sum + ms, 0);
  rmSync(times);
  return cpuMs + bundlerMs;
}

const ESBUILD = path.resolve(
  import.meta.dirname,
  `../node_modules/@esbuild/${process.platform}-${process.arch}/bin/esbuild`,
);

/** A shell that waits for it, and writes one line before and one after. */
const WRAPPER = `#!/bin/bash
TIMEFORMAT="%3U %3S"
echo start >> "$BENCH_TIMES"
exec 3>&2
{ time "$BENCH_ESBUILD" "$@" 2>&3; } 2>> "$BENCH_TIMES"
`;
