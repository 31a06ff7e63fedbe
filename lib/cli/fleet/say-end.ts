import type { CommandLine } from '../command-line.ts';
import type { CommandFailure } from '../envelope.ts';
import { counted } from '../runs/run-text.ts';
import { doneOf, type FleetCounts, type FleetState } from './fleet-state.ts';

/**
 * What is said of a fleet that has ended and of which not everything has succeeded; `undefined` when all has. Pure.
 */
export function failureOfFleet(
  { name, status, counts, why }: Pick<FleetState, 'name' | 'status' | 'counts' | 'why'>,
  { workflow, commandLine }: { readonly workflow: string; readonly commandLine: CommandLine },
): FleetFailure | undefined {
  const isSuccess = status === 'SUCCEEDED';
  if (isSuccess && counts !== undefined && counts.succeeded === counts.total) return undefined;
  const because = why === undefined ? '' : ` (${why})`;
  // Within its tolerance an execution succeeds: that is not what its items did.
  const ended = isSuccess ? 'has ended' : `is ${status}`;
  const what = `the fleet ${name} ${ended}${because}: ${countsText(counts)}.`;
  const again = commandLine('fleet redrive', `${workflow} ${name}`);
  const see = commandLine('fleet results', `${workflow} ${name} --failed`);
  return {
    failure: {
      code: isSuccess ? (counts === undefined ? 'OutcomeUnknown' : 'ItemsFailed') : CODES[status],
      source: 'user',
      message: `${what} Go on with "${again}".`,
      retryable: false,
      help: again,
    },
    // A loop that is lost has left no results.
    text: `${what}\n${status === 'LOST' ? '' : `  see      ${see}\n`}  go on    ${again}\n`,
  };
}

/** What is said of a fleet, for programs and for people. */
export interface FleetFailure {
  readonly failure: CommandFailure;
  /** What happened, from the middle of a sentence on, and lines of what to do. */
  readonly text: string;
}

function countsText(counts: FleetCounts | undefined): string {
  if (counts === undefined) return 'how many of its items have succeeded is not known';
  const { total, succeeded, failed, stopped } = counts;
  const undone = total - doneOf(counts);
  const parts = [
    ...[`${succeeded} succeeded`, `${failed} failed`],
    ...(stopped === 0 ? [] : [`${stopped} ${wasOrWere(stopped)} stopped`]),
    ...(undone === 0 ? [] : [`and ${undone} ${wasOrWere(undone)} not done`]),
  ];
  return `of ${counted(total, 'item')}, ${parts.join(', ')}`;
}

function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}

const CODES: Readonly<Record<Exclude<FleetState['status'], 'SUCCEEDED'>, string>> = {
  RUNNING: 'FleetGoesOn',
  PENDING_REDRIVE: 'FleetGoesOn',
  FAILED: 'FleetFailed',
  TIMED_OUT: 'FleetTimedOut',
  ABORTED: 'FleetStopped',
  LOST: 'FleetLost',
};
