import { parseArgs } from 'node:util';
import { EXIT, ExplainedError, messageOf } from '../lib/core/errors.ts';
import { didYouMean } from '../lib/core/suggest.ts';
import { type Bench, MIN_REPEATS } from './bench.ts';

/** What the command is asked to measure, and what to do with it. */
export interface BenchOptions {
  readonly benches: readonly Bench[];
  /** With Python. */
  readonly isFull: boolean;
  readonly repeats: number;
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

/** @throws ExplainedError for arguments that are not known */
export function readBenchOptions(args: readonly string[], all: readonly Bench[]): BenchOptions {
  const { full = false, only = [], repeats, json = false, write = false, help = false } = parse(args);
  const named = only.flatMap((ids) => ids.split(',').map((id) => id.trim()));
  for (const id of named) checkId(id, all);
  const isFull = full || named.length > 0;
  return {
    benches: all.filter((bench) =>
      named.length > 0 ? named.includes(bench.id) : isFull || bench.isFull !== true,
    ),
    isFull,
    repeats: repeats === undefined ? MIN_REPEATS : readRepeats(repeats),
    json,
    write,
    help,
  };
}

const OPTIONS = {
  full: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  repeats: { type: 'string' },
  json: { type: 'boolean' },
  write: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export function benchHelp(all: readonly Bench[]): string {
  return `Usage: npm run bench [-- options]

Measures every claim about speed side by side with what it is compared with, in turns, and prints one table.

  --full          with Python, and with what takes minutes: the whole table
  --only <ids>    these benches, separated by commas, in full; may be repeated
<<<<<<< HEAD
  --repeats <n>   how often each side runs, from ${MIN_REPEATS} (default: ${MIN_REPEATS})
  --json          print machine, samples and verdicts as JSON; with npm run --silent, and nothing else
=======
  --repeats <n>   how often each side runs, from ${MIN_REPEATS} (default: ${MIN_REPEATS})${fixedRepeats(all)}
  --json          print machine, samples and verdicts as JSON
>>>>>>> wt-growth
  --write         put what was measured into bench/results.json and bench/README.md, and leave the rest of them
  --help

Benches: ${all.map(({ id, isFull = false }) => (isFull ? `${id} (full)` : id)).join(', ')}

Examples:
  npm run bench
  npm run bench -- --only host,bundle --repeats 9
  npm run bench -- --full --write
  npm run --silent bench -- --json > bench.json

Python packages are fetched from the registry into the user's cache, the newest of the day.
Exit codes: ${EXIT.success} no goal is missed, ${EXIT.failure} a goal is missed or something could not be measured as it has to be, ${EXIT.usage} usage, ${EXIT.interrupted} Ctrl-C. What is undecided, or has no peer in this call, is no failure.`;
}

/** Of benches that go on where their last turn has ended, so that a turn more is another measurement. */
function fixedRepeats(all: readonly Bench[]): string {
  const fixed = all.filter(({ repeats }) => repeats !== undefined);
  if (fixed.length === 0) return '';
  return `;\n                  always as often as they say: ${fixed.map(({ id, repeats }) => `${id} (${repeats})`).join(', ')}`;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    const [, given] = /'(--?[^\s'=]+)/.exec(messageOf(error)) ?? [];
    const near =
      given === undefined
        ? undefined
        : didYouMean(
            given.replace(/^--?/, ''),
            Object.keys(OPTIONS).filter((name) => `--${name}` !== given),
          );
    const what =
      given === undefined || near === undefined ? firstSentence(error) : `There is no option ${given}.`;
    throw new ExplainedError({
      what,
      fix: near === undefined ? 'Run with --help for the options.' : `Did you mean --${near}?`,
    });
  }
}

function firstSentence(error: unknown): string {
  const [sentence = ''] = messageOf(error).split(/(?<=\.)\s/);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

function checkId(id: string, all: readonly Bench[]): void {
  const ids = all.map((bench) => bench.id);
  if (ids.includes(id)) return;
  const near = didYouMean(id, ids);
  throw new ExplainedError({
    what: `There is no bench "${id}".`,
    ...(near === undefined
      ? { allowed: `There are ${ids.join(', ')}.` }
      : { fix: `Did you mean "${near}"?` }),
  });
}

function readRepeats(text: string): number {
  const repeats = Number(text);
  if (/^\d+$/.test(text) && repeats >= MIN_REPEATS && repeats <= MAX_REPEATS) return repeats;
  throw new ExplainedError({
    what: `--repeats "${text}" is not a number of runs.`,
    allowed: `Whole numbers from ${MIN_REPEATS} to ${MAX_REPEATS} are allowed: with fewer runs a spread says little.`,
  });
}

const MAX_REPEATS = 1000;
