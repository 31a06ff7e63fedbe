import { lossesIn } from '../../contract/recorded-value.ts';
import { PACKAGE_NAME } from '../../core/package.ts';
import type { InvocationDetail } from '../../viewer/view-model.ts';

/**
 * What a person types to start an invocation of local AWS again; `undefined` when it began no run, by which the command would find it,
 * or when its payload is not on record as a whole. Pure.
 */
export function localAgainCommand(invocation: {
  readonly record: InvocationDetail['record'];
  readonly runs: InvocationDetail['runs'];
  readonly stateDir: string;
}): string | undefined {
  const { record, runs, stateDir } = invocation;
  const [run] = runs;
  if (run === undefined || record.payload === undefined || lossesIn(record.payload).length > 0)
    return undefined;
  return `npx ${PACKAGE_NAME} runs rerun ${run.id} --local --state-dir ${inShell(stateDir)}`;
}

/** As one word of a shell. */
function inShell(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
