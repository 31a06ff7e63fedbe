import { parseArgs } from 'node:util';
import { EXIT, ExplainedError } from '../../lib/core/errors.ts';
import { didYouMean } from '../../lib/core/suggest.ts';
import type { Fault } from './fault.ts';

/** What the suite is asked to do. */
export interface Options {
  readonly faults: readonly Fault[];
  readonly against: string | undefined;
  readonly atOnce: number;
  readonly json: boolean;
  readonly accept: boolean;
  readonly help: boolean;
}

export const HELP = `Usage: npm run test:faults -- [options]

Breaks things for real, and sees what becomes of runs, records, callers and processes. Needs Linux and a browser.

  --short             without the slow ones
  --only <name>       those with this name, or whose names begin with it; may be repeated
  --against <folder>  the same with another checkout of this project, before and after in one table
  --at-once <number>  how many are played at a time (default: 4)
  --accept            write the table to docs/faults.md
  --json              print the table as JSON
  --help

Examples:
  npm run test:faults -- --short
  npm run test:faults -- --only hang-up --only sigterm-timer
  npm run test:faults -- --against ../before --accept

Exit codes: 0 all is right, 1 a row is wrong, ${EXIT.usage} usage. Rows of the other checkout do not count.`;

/** @throws ExplainedError for arguments that are not known */
export function readOptions(args: readonly string[], all: readonly Fault[]): Options {
  const { values } = parse(args);
  const { short = false, only = [], against, accept = false, json = false, help = false } = values;
  const atOnce = Number(values['at-once'] ?? 4);
  if (!Number.isInteger(atOnce) || atOnce < 1) {
    throw new ExplainedError('--at-once must be a whole number from 1.');
  }
  for (const name of only) {
    if (all.some((fault) => fault.name.startsWith(name))) continue;
    const near = didYouMean(
      name,
      all.map((fault) => fault.name),
    );
    throw new ExplainedError({
      what: `There is no fault "${name}".`,
      fix: near === undefined ? 'Run with --help for the options.' : `Did you mean "${near}"?`,
    });
  }
  if (accept && (short || only.length > 0)) {
    throw new ExplainedError('--accept writes the whole table: leave out --short and --only.');
  }
  const faults = all.filter(
    ({ name, slow }) =>
      !(short && slow) && (only.length === 0 || only.some((begin) => name.startsWith(begin))),
  );
  return { faults, against, atOnce, json, accept, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        short: { type: 'boolean' },
        only: { type: 'string', multiple: true },
        against: { type: 'string' },
        'at-once': { type: 'string' },
        accept: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new ExplainedError(
      `${error instanceof Error ? error.message : error} Run with --help for the options.`,
    );
  }
}
