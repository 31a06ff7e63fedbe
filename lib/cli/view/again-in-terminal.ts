import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { lossesIn } from '../../contract/recorded-value.ts';
import type { CommandLine } from '../command-line.ts';

/**
 * The command that starts an invocation once more: with the payload on record when it is there as a whole, else with a place
 * for it. Pure.
 */
export function againInTerminal(options: {
  readonly record: InvocationRecord;
  /** Of a run that it has begun; absent without one. */
  readonly runId: string | undefined;
  /** The name of the workflow, where it is known. */
  readonly workflow: string | undefined;
  readonly commandLine: CommandLine;
}): string {
  const { record, runId, workflow = '<workflow>', commandLine } = options;
  const { payload } = record;
  const isWhole = payload !== undefined && lossesIn(payload).length === 0;
  if (isWhole && runId !== undefined) return commandLine('runs rerun', runId);
  const text = isWhole ? JSON.stringify(payload) : '{ … }';
  return commandLine('invoke', `${workflow} --payload ${quotedWhole(text)}`);
}

/** One word of a shell, whatever is in it. */
function quotedWhole(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
