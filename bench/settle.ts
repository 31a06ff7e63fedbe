/**
 * Whether what is observed after an action shows what the action led to, and what waiting for it costs: kinds of pages
 * by this project, by the Python SDK, and by Playwright's `networkidle`.
 * Run: npx tsx bench/settle.ts [--json] [--repeats 3] [--kinds a,b] [--only ours] [--check] [--help]
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { findBrowser } from '../lib/browser/index.ts';
import { EXIT, messageOf } from '../lib/core/errors.ts';
import { checkKind } from './settle/check.ts';
import type { Kind } from './settle/kind.ts';
import { type KindServer, startKindServer } from './settle/kind-server.ts';
import { HELD_OUT_KINDS } from './settle/kinds-held-out.ts';
import { KNOWN_KINDS } from './settle/kinds-known.ts';
import { figuresOf, groupsOf, type KindResult } from './settle/summary.ts';
import { tablesOf } from './settle/table.ts';
import { type Trial, verdictOf, WAY_NAMES, type Way, type WayName } from './settle/way.ts';
import { networkIdle } from './settle/way-network-idle.ts';
import { ours } from './settle/way-ours.ts';
import { startPython } from './settle/way-python.ts';

const HELP = `Usage: npx tsx bench/settle.ts [options]

  --json         prints all trials and the totals as JSON
  --repeats N    runs each kind N times in each way (3)
  --kinds a,b    only these kinds
  --only a,b     only these ways: ${WAY_NAMES.join(', ')}
  --check        only looks whether each kind is stale right after the action, and fresh in the end
  --help         prints this

Kinds: ${[...KNOWN_KINDS, ...HELD_OUT_KINDS].map(({ name }) => name).join(', ')}
`;

const values = argumentsGiven();

if (values.help) {
  process.stdout.write(HELP);
} else {
  const kinds = selected('--kinds', values.kinds, [...KNOWN_KINDS, ...HELD_OUT_KINDS], (kind) => kind.name);
  await using server = await startKindServer(kinds);
  if (values.check) await check(kinds, server);
  else await measure(kinds, server);
}

function argumentsGiven() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        repeats: { type: 'string', default: '3' },
        kinds: { type: 'string' },
        only: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    say(`${messageOf(error)}\n\n${HELP}`);
    process.exit(EXIT.usage);
  }
}

/** Those of `all` that an option names. */
function selected<T>(
  option: string,
  given: string | undefined,
  all: readonly T[],
  nameOf: (item: T) => string,
): readonly T[] {
  if (given === undefined) return all;
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !all.some((item) => nameOf(item) === name));
  if (unknown === undefined) return all.filter((item) => names.includes(nameOf(item)));
  say(`${option} has "${unknown}", which is none of: ${all.map(nameOf).join(', ')}.`);
  process.exit(EXIT.usage);
}

async function check(kinds: readonly Kind[], server: KindServer): Promise<void> {
  for (const kind of kinds) {
    const { name, isHonest, found } = await checkKind(kind, server);
    console.log(`${isHonest ? 'ok   ' : 'WRONG'} ${name}: ${found}`);
    if (!isHonest) process.exitCode = 1;
  }
}

async function measure(kinds: readonly Kind[], server: KindServer): Promise<void> {
  const names = selected('--only', values.only, WAY_NAMES, (name) => name);
  const repeats = Math.max(1, Number.parseInt(values.repeats, 10) || 3);
  const started = await Promise.all(names.map(startWay));
  const ways = started.filter((way) => way !== undefined);
  const results: KindResult[] = [];
  try {
    for (const [index, kind] of kinds.entries()) {
      const trials = await trialsOf(kind, { ways, repeats, server });
      const result = { kind, isHeldOut: HELD_OUT_KINDS.includes(kind), trials };
      results.push(result);
      say(`${index + 1}/${kinds.length} ${kind.name}: ${inWords(result)}`);
    }
  } finally {
    await Promise.all(ways.map((way) => way[Symbol.asyncDispose]()));
  }
  process.stdout.write(
    values.json ? `${JSON.stringify(report(results, repeats), null, 2)}\n` : tablesOf(results),
  );
}

async function startWay(name: WayName): Promise<Way | undefined> {
  if (name === 'ours') return ours;
  if (name === 'networkidle') return networkIdle;
  try {
    return await startPython();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`The Python SDK is left out, because it could not be installed or started: ${reason}`);
    return undefined;
  }
}

/** The ways take turns, so that what else the machine does hits all alike. */
async function trialsOf(
  kind: Kind,
  { ways, repeats, server }: { ways: readonly Way[]; repeats: number; server: KindServer },
): Promise<Partial<Record<WayName, Trial[]>>> {
  const trials: Partial<Record<WayName, Trial[]>> = {};
  const urls = { url: server.urlOf(kind), blankUrl: server.blankUrl };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const way of ways) trials[way.name] = [...(trials[way.name] ?? []), await way.run(kind, urls)];
  }
  return trials;
}

function inWords(result: KindResult): string {
  return Object.entries(figuresOf([result]))
    .map(([way, { stale, told, medianSettleMs }]) => {
      return `${way} ${stale} stale${told > 0 ? `, ${told} told` : ''}, ${medianSettleMs} ms`;
    })
    .join('; ');
}

function report(results: readonly KindResult[], repeats: number): unknown {
  const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? '', node: process.version };
  const kinds = results.map(({ kind, isHeldOut, trials }) => {
    const judged = Object.entries(trials).map(([way, each]) => [
      way,
      each.map((trial) => ({ ...trial, verdict: verdictOf(kind, trial) })),
    ]);
    return { name: kind.name, isNoise: kind.isNoise, isHeldOut, trials: Object.fromEntries(judged) };
  });
  const totals = Object.fromEntries(groupsOf(results).map((group) => [group.name, figuresOf(group.results)]));
  return { machine, browser: findBrowser().executablePath, repeats, kinds, totals };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
