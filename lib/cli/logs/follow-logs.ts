import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { visible } from '../../core/visible.ts';
import type { CommandContext } from '../command-context.ts';
import { explainError } from '../explain-error.ts';
import { followLines } from './follow-lines.ts';
import { linePrinter } from './line-printer.ts';
import { type LogLine, readLogLine } from './log-line.ts';
import type { LogsWork } from './logs.ts';

/** Prints lines as they come, until Ctrl-C, or until the run has ended that was asked for. */
export async function followLogs(work: LogsWork, context: CommandContext): Promise<ExitCode> {
  const { sources, known, asked, json, read } = work;
  const { interrupt, stderr, stdout } = context;
  const printJson = (value: unknown): void => stdout(`${visible(JSON.stringify(value))}\n`);
  const print: (line: LogLine) => void = json ? printJson : linePrinter(context, known);
  const missing = new Set<string>();
  let skip = asked.limit === undefined ? 0 : -asked.limit;
  try {
    const polls = followLines(sources, {
      read,
      troubled: troubleTeller(context),
      missing: (group) => {
        if (missing.has(group)) return;
        missing.add(group);
        stderr(`The log group ${group} is not there yet; waiting for it.\n`);
      },
      pause: (milliseconds) => sleep(milliseconds, true, { signal: interrupt }).catch(() => false),
    });
    for await (const events of polls) {
      for (const event of events.slice(skip)) print(readLogLine(event));
      // A limit is one of what is there when it begins.
      skip = 0;
    }
  } catch (error) {
    if (!interrupt.aborted) {
      if (!json) throw error;
      // Each line of stdout is an object: no envelope may follow that has several.
      const { failure, exitCode } = explainError(error, context);
      printJson({ ok: false, error: failure });
      stderr(`Error: ${visible(failure.message)}\n`);
      return exitCode;
    }
  }
  if (interrupt.aborted) return EXIT.interrupted;
  stderr('The run has ended: no more lines will come.\n');
  return EXIT.success;
}

/** Says when polls begin to fail and when they work again. What it throws ends them: what time does not mend, or has not. */
export function troubleTeller(
  context: Pick<CommandContext, 'stderr' | 'interrupt' | 'commandLine'>,
): (error: unknown) => void {
  const { stderr, interrupt } = context;
  let sinceMs: number | undefined;
  return (error) => {
    if (error === undefined) {
      stderr('The logs can be read again. Lines that were written meanwhile follow.\n');
      sinceMs = undefined;
      return;
    }
    const { failure } = explainError(error, context);
    if (!failure.retryable || interrupt.aborted) throw error;
    const nowMs = performance.now();
    if (sinceMs === undefined) stderr(`${visible(failure.message)} Trying again.\n`);
    else if (nowMs - sinceMs > MAX_OUTAGE_MS) throw error;
    sinceMs ??= nowMs;
  };
}

/** How long logs that cannot be read are asked for again. */
const MAX_OUTAGE_MS = 5 * 60_000;
