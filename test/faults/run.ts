// Breaks things for real and prints what became of them. See options.ts for how it is called.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, isExplained, messageOf } from '../../lib/core/errors.ts';
import { formatTable } from '../package/table.ts';
import { killChildren } from './child.ts';
import type { Outcome } from './fault.ts';
import { faults } from './faults.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { PAGE, page } from './page.ts';
import { playAll } from './play.ts';
import { isRight, problemsOf, verdict } from './verdict.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    killChildren();
    process.exit(EXIT.interrupted);
  });
}

try {
  const options = readOptions(process.argv.slice(2), faults);
  if (options.help) console.log(HELP);
  else process.exitCode = await run(options);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = isExplained(error) ? error.exitCode : EXIT.failure;
}

async function run(options: Options): Promise<number> {
  const { against, accept, json } = options;
  const started = performance.now();
  const before = against === undefined ? undefined : await play('before', against, options);
  const after = await play('after', root, options);
  if (json) console.log(JSON.stringify({ before: before?.map(asJson), after: after.map(asJson) }, null, 2));
  else console.log(`\n${table(after, before)}`);
  const wrong = after.filter((outcome) => !isRight(outcome));
  if (!json) {
    for (const outcome of wrong) {
      console.log(`\n${outcome.fault.name}: ${outcome.fault.done}\n  right: ${outcome.fault.right}`);
      for (const problem of problemsOf(outcome)) console.log(`  ${problem}`);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`\n${after.length - wrong.length} of ${after.length} are right (${seconds} s)`);
  }
  if (accept) {
    writeFileSync(PAGE, page(after, before && { outcomes: before, name: commitOf(against ?? root) }));
  }
  return wrong.length === 0 ? EXIT.success : EXIT.failure;
}

async function play(label: string, folder: string, options: Options): Promise<readonly Outcome[]> {
  const { faults: chosen, atOnce } = options;
  return await playAll({
    root: folder,
    faults: chosen,
    atOnce,
    onOutcome: (outcome) => {
      const seconds = outcome.seconds.toFixed(1);
      console.error(`${label} ${isRight(outcome) ? 'right' : 'WRONG'} ${outcome.fault.name} (${seconds} s)`);
      if (label === 'before') return;
      for (const problem of problemsOf(outcome)) console.error(`  ${problem}`);
    },
  });
}

/** The commit of a checkout, in short. */
function commitOf(folder: string): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
}

function table(after: readonly Outcome[], before: readonly Outcome[] | undefined): string {
  const head = [
    'fault',
    ...(before ? ['status', 'data', 'left', 's', '|'] : []),
    'status',
    'data',
    'left',
    's',
  ];
  return formatTable(
    head,
    after.map((outcome, index) => {
      const earlier = before?.[index];
      return [outcome.fault.name, ...(earlier ? [...cells(earlier), '|'] : []), ...cells(outcome)];
    }),
  );
}

function cells(outcome: Outcome): readonly string[] {
  return [...verdict(outcome), outcome.seconds.toFixed(1)];
}

function asJson(outcome: Outcome): object {
  const { fault, seconds } = outcome;
  const { name, done, right } = fault;
  const [status, data, left] = verdict(outcome);
  return { name, done, right, status, data, left, seconds, problems: problemsOf(outcome) };
}
