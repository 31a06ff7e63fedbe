import type { CommandLine } from '../command-line.ts';
import type { CommandFailure } from '../envelope.ts';
import { counted } from '../runs/run-text.ts';
import type { FleetCounts, FleetState } from './fleet-state.ts';

/**
 * What is said of a fleet that has ended and of which not everything has succeeded, with what to do; `undefined` when all has. Pure.
 */
export function failureOfFleet(
  { name, status, counts, why }: Pick<FleetState, 'name' | 'status' | 'counts' | 'why'>,
  { workflow, commandLine }: { readonly workflow: string; readonly commandLine: CommandLine },
): CommandFailure | undefined {
  if (status === 'SUCCEEDED' && counts?.succeeded === counts?.total && counts !== undefined) return undefined;
  const because = why === undefined ? '' : ` (${why})`;
  const see = `  see      ${commandLine('fleet results', `${workflow} ${name} --failed`)}`;
  const again = `  go on    ${commandLine('fleet redrive', `${workflow} ${name}`)}`;
  return {
    code: status !== 'SUCCEEDED' ? CODES[status] : counts === undefined ? 'OutcomeUnknown' : 'ItemsFailed',
    source: 'user',
    message: `the fleet ${name} is ${status}${because}: ${howMany(counts)}.\n${see}\n${again}`,
    retryable: false,
    help: commandLine('fleet redrive', `${workflow} ${name}`),
  };
}

function howMany(counts: FleetCounts | undefined): string {
  if (counts === undefined) return 'how many of its items have succeeded is not known';
  const { total, succeeded, failed } = counts;
  const undone = total - succeeded - failed;
  const rest = undone > 0 ? `, and ${undone} ${undone === 1 ? 'was' : 'were'} not done` : '';
  return `of ${counted(total, 'item')}, ${succeeded} succeeded, ${failed} failed${rest}`;
}

const CODES: Readonly<Record<Exclude<FleetState['status'], 'SUCCEEDED'>, string>> = {
  RUNNING: 'FleetGoesOn',
  PENDING_REDRIVE: 'FleetGoesOn',
  FAILED: 'FleetFailed',
  TIMED_OUT: 'FleetTimedOut',
  ABORTED: 'FleetStopped',
  LOST: 'FleetLost',
};
