import { isRecord } from '../../../core/is-record.ts';
import type { FleetCounts, FleetState, FleetStatus } from '../fleet-state.ts';
import type { LocalFleetSettings } from './local-settings.ts';

/** What the loop on this machine says of itself, in the bucket of local AWS, so that other terminals know how it is going. */
export interface LocalFleet extends LocalFleetSettings {
  readonly name: string;
  /** What names it in the keys of its items. */
  readonly fleet: string;
  readonly status: Exclude<FleetStatus, 'LOST' | 'PENDING_REDRIVE' | 'TIMED_OUT'>;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly redrives: number;
  readonly counts: FleetCounts;
  readonly why?: string | undefined;
  /** What the folder of its results is called. */
  readonly resultsId: string;
  /** Of the process that runs it. */
  readonly pid: number;
}

/** The names of what is beside the items of a fleet on local AWS. */
export const LOCAL_FLEET_FILE = 'fleet.json';
/** There while somebody wants the loop to end. */
export const STOP_FILE = 'stop.json';

/** @returns `undefined` for what is none */
export function readLocalFleet(value: unknown): LocalFleet | undefined {
  return isLocalFleet(value) ? value : undefined;
}

/**
 * How it is going. A loop that says that it runs, and whose process is gone, is lost.
 *
 * @param isThere tells whether a process is there
 */
export function stateOfLocalFleet(fleet: LocalFleet, isThere: (pid: number) => boolean): FleetState {
  const { name, status, startedAt, endedAt, redrives, counts, why, pid } = fleet;
  if (status !== 'RUNNING' || isThere(pid))
    return { name, status, startedAt, endedAt, redrives, counts, why };
  return {
    ...{ name, status: 'LOST', startedAt, endedAt, redrives, counts },
    why: `the process of its loop (${pid}) is gone, and has written no results`,
  };
}

function isLocalFleet(value: unknown): value is LocalFleet {
  return (
    isRecord(value) &&
    ['name', 'fleet', 'startedAt', 'resultsId'].every((key) => typeof value[key] === 'string') &&
    ['redrives', 'pid', 'concurrency', 'toleratedFailurePercentage'].every(
      (key) => typeof value[key] === 'number',
    ) &&
    STATUSES.some((status) => status === value.status) &&
    isRecord(value.counts) &&
    isRecord(value.retries)
  );
}

const STATUSES: readonly LocalFleet['status'][] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED'];
