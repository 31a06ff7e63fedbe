/**
 * How long the way is from an edit to a result: `act dev` with a small workflow, a save, and `act invoke`; and `act run` beside it.
 * Run: npx tsx bench/dev-loop.ts [--repeats 5] [--json]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { repeats: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
});

const home = path.resolve(import.meta.dirname, '..');
const tsx = pathToFileURL(path.join(home, 'node_modules', 'tsx', 'dist', 'esm', 'index.mjs')).href;
const act = ['--import', tsx, path.join(home, 'bin', 'act.ts')];
const root = mkdtempSync(path.join(tmpdir(), 'bench-dev-loop-'));

const source = (word: string): string => `
import { workflow } from ${JSON.stringify(path.join(home, 'lib', 'sdk', 'index.ts'))};
export const main = workflow({ definitionName: 'small' }, () => ${JSON.stringify(word)});
`;
const edit = (word: string): void => writeFileSync(path.join(root, 'workflows', 'small.ts'), source(word));

mkdirSync(path.join(root, 'workflows'));
symlinkSync(path.join(home, 'node_modules'), path.join(root, 'node_modules'));
writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
writeFileSync(
  path.join(root, 'workflows', 'catalog.ts'),
  `export const catalog = [{ name: 'small', entry: 'workflows/small.ts', definitionName: 'small', description: 'It is small.' }];`,
);
edit('first');

/** Starts a command there. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, [...act, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    printed.stdout += text;
  });
  child.stderr.on('data', (text) => {
    printed.stderr += text;
  });
  return { child, printed };
}

/** @returns how long it took; throws when it did not print the word */
async function result(args: readonly string[], word: string, env?: NodeJS.ProcessEnv): Promise<number> {
  const startedMs = performance.now();
  const { child, printed } = start(args, env);
  await once(child, 'close');
  if (!printed.stdout.includes(word)) throw new Error(`${args[0]} printed no "${word}": ${printed.stderr}`);
  return performance.now() - startedMs;
}

async function measure(repeats: number) {
  const { child: dev, printed } = start(['dev', '--port', '0', '--json']);
  try {
    while (!printed.stdout.trimEnd().endsWith('}')) await sleep(20);
    const { environment } = JSON.parse(printed.stdout);
    const times = {
      live: [] as number[],
      invoke: [] as number[],
      editToResult: [] as number[],
      run: [] as number[],
    };
    for (let index = 0; index < repeats; index += 1) {
      const word = `word-${index}`;
      const before = printed.stderr.length;
      const savedMs = performance.now();
      edit(word);
      while (!printed.stderr.slice(before).includes('small is live')) await sleep(5);
      times.live.push(performance.now() - savedMs);
      times.invoke.push(await result(['invoke', 'small'], word, { ...process.env, ...environment }));
      times.editToResult.push(performance.now() - savedMs);
      times.run.push(await result(['run', 'small', '--local'], word));
    }
    return times;
  } finally {
    dev.kill('SIGINT');
    if (dev.exitCode === null) await once(dev, 'close');
  }
}

try {
  const times = await measure(Number(values.repeats));
  const medians = Object.fromEntries(
    Object.entries(times).map(([name, list]) => [
      name,
      Math.round([...list].sort((a, b) => a - b)[list.length >> 1] ?? 0),
    ]),
  );
  const lines = Object.entries(medians).map(([name, ms]) => `${name.padEnd(14)} ${ms} ms\n`);
  process.stdout.write(values.json ? `${JSON.stringify(medians, null, 2)}\n` : lines.join(''));
} finally {
  rmSync(root, { recursive: true, force: true });
}
