import type { CommandLine } from '../command-line.ts';
import type { CommandFailure } from '../envelope.ts';
import { counted } from '../runs/run-text.ts';
import type { FleetState } from './fleet-state.ts';

/**
 * What is said of a fleet that has ended and of which not everything has succeeded, with what to do; `undefined` when all has. Pure.
 */
export function failureOfFleet(
  { name, status, counts, why }: Pick<FleetState, 'name' | 'status' | 'counts' | 'why'>,
  { workflow, commandLine }: { readonly workflow: string; readonly commandLine: CommandLine },
): CommandFailure | undefined {
  const { total = 0, succeeded = 0, failed = 0 } = counts ?? {};
  if (status === 'SUCCEEDED' && succeeded === total) return undefined;
  const because = why === undefined ? '' : ` (${why})`;
  const undone = total - succeeded - failed;
  const rest = undone > 0 ? `, and ${undone} ${undone === 1 ? 'was' : 'were'} not done` : '';
  const see = `  see      ${commandLine('fleet results', `${workflow} ${name} --failed`)}`;
  const again = `  go on    ${commandLine('fleet redrive', `${workflow} ${name}`)}`;
  return {
    code: status === 'SUCCEEDED' ? 'ItemsFailed' : CODES[status],
    source: 'user',
    message: `the fleet ${name} is ${status}${because}: of ${counted(total, 'item')}, ${succeeded} succeeded, ${failed} failed${rest}.\n${see}\n${again}`,
    retryable: false,
    help: commandLine('fleet redrive', `${workflow} ${name}`),
  };
}

const CODES: Readonly<Record<Exclude<FleetState['status'], 'SUCCEEDED'>, string>> = {
  RUNNING: 'FleetGoesOn',
  PENDING_REDRIVE: 'FleetGoesOn',
  FAILED: 'FleetFailed',
  TIMED_OUT: 'FleetTimedOut',
  ABORTED: 'FleetStopped',
  LOST: 'FleetLost',
};
