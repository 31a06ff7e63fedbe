import { EXIT, type ExitCode } from '../../../core/errors.ts';
import { formatDuration } from '../../../core/format-duration.ts';
import { printEnvelope, printResult } from '../../envelope.ts';
import { counted } from '../../runs/run-text.ts';
import { FleetProgress } from '../fleet-progress.ts';
import type { FleetScope } from '../fleet-scope.ts';
import { showLiveLine } from '../live-line.ts';
import { failureOfFleet } from '../say-end.ts';
import { itemRuntimeOf } from './item-runtime-of.ts';
import { type LoopFleet, type LoopWork, runLoop } from './run-loop.ts';

/** Runs the loop of a fleet, says how it goes, and how it has ended. @returns the exit code */
export async function runAndReport(
  fleet: LoopFleet,
  work: Pick<LoopWork, 'store' | 'file' | 'outcomes' | 'indexes' | 'itemAt'> & { readonly heading: string },
  scope: FleetScope,
): Promise<ExitCode> {
  const { context, target, deployed, commandLine, options } = scope;
  const { workflow } = deployed;
  const { name } = fleet;
  const { interactive, stderr: write } = context;
  write(
    `${work.heading}.\nThis is a plain loop of this process, not Step Functions: it goes on until it ends, or Ctrl-C.\n  status   ${commandLine('fleet status', `${workflow} ${name}`)}\n`,
  );
  const progress = new FleetProgress();
  const begunMs = performance.now();
  let { counts } = fleet;
  const ended = await (async () => {
    using _line = showLiveLine({
      line: () => `  ${progress.line(counts, performance.now())}`,
      ...{ interactive, write },
    });
    return await runLoop(fleet, {
      ...work,
      runtime: itemRuntimeOf(scope),
      interrupt: context.interrupt,
      onCounts: (now) => {
        counts = now;
      },
    });
  })();
  const { status, startedAt, endedAt = '', redrives, why } = ended;
  // A redrive began long after the fleet did.
  const lasted = formatDuration(performance.now() - begunMs);
  const data = { target, name, status, counts: ended.counts, startedAt, endedAt, redrives, why: why ?? null };
  const failed = failureOfFleet(ended, { workflow, commandLine });
  if (failed === undefined) {
    write(
      `All ${counted(ended.counts.total, 'item')} succeeded in ${lasted}.\n  results  ${commandLine('fleet results', `${workflow} ${name}`)}\n`,
    );
    printResult(context, { json: options.json, data, text: () => `${name}\n` });
    return EXIT.success;
  }
  write(`After ${lasted}: ${failed.text}`);
  if (options.json === true) printEnvelope(context, { ok: false, error: failed.failure, data });
  else context.stdout(`${name}\n`);
  return context.interrupt.aborted ? EXIT.interrupted : EXIT.failure;
}
