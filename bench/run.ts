/**
 * Measures every claim side by side, and prints one table. See options.ts for how it is called.
 */
import { EXIT, isExplained, messageOf } from '../lib/core/errors.ts';
import { killProcesses, type ProcessFacts, withDescendants } from '../lib/core/processes.ts';
import { END_SIGNALS } from '../lib/core/signals.ts';
import { BENCHES } from './benches/index.ts';
import { buildPackage } from './build.ts';
import { lookAtMachine, machineLine } from './machine.ts';
import { measureAll } from './measure.ts';
import { type BenchOptions, benchHelp, readBenchOptions } from './options.ts';
import { describedBy, isMissed, mergeResults, resultsOf } from './results.ts';
import { readResults, saveResults } from './saved.ts';
import { benchSummary, benchTable } from './table.ts';

/** When the output is no terminal. */
const USUAL_WIDTH = 110;

const interruption = new AbortController();
for (const signal of END_SIGNALS) process.on(signal, interrupt);

try {
  const options = readBenchOptions(process.argv.slice(2), BENCHES);
  if (options.help) console.log(benchHelp(BENCHES));
  else process.exitCode = await run(options);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = isExplained(error) ? error.exitCode : EXIT.failure;
}
if (interruption.signal.aborted) {
  // Of a measurement that was left alone, something may still be going on.
  await killChildren();
  process.exit(EXIT.interrupted);
}

async function run({ benches, isFull, repeats, json, write }: BenchOptions): Promise<number> {
  const { signal } = interruption;
  await buildPackage(signal);
  const machineAfter = lookAtMachine();
  const measured = await measureAll(benches, { repeats, isFull, signal, say: (text) => console.error(text) });
  if (signal.aborted) return EXIT.interrupted;
  const machine = machineAfter();
  const results = resultsOf(measured, { machine, date: new Date().toISOString().slice(0, 10) });
  if (json) console.log(JSON.stringify(results, null, 2));
  else {
    const versions = Object.assign({}, ...measured.map((each) => each.versions));
    console.log(
      `${benchTable(results, process.stdout.columns ?? USUAL_WIDTH)}\n${machineLine(machine, versions)}\n\n${benchSummary(results)}`,
    );
  }
  if (write) saveResults(describedBy(mergeResults(readResults(), results), BENCHES));
  return isMissed(results) ? EXIT.failure : EXIT.success;
}

/** Measurements then end with errors, and dispose of what they have prepared. */
function interrupt(): void {
  interruption.abort();
  void killChildren();
}

async function killChildren(): Promise<void> {
  const children = (all: readonly ProcessFacts[]): readonly ProcessFacts[] => {
    const own = all.filter(({ parent }) => parent === process.pid);
    return withDescendants(all, own);
  };
  await killProcesses({ select: children, timeoutMs: 5000 });
}
