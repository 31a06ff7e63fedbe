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
  /** Names the loop that wrote this: numbers of processes are used again. */
  readonly loop: string;
  /** When the loop wrote this, ISO 8601: while it runs, every {@link HEARTBEAT_MS}. */
  readonly aliveAt: string;
}

/** So often a loop says that it is there, whatever it does. */
export const HEARTBEAT_MS = 3000;
/** A loop that was silent for so long is lost, whichever process has its number by now. */
const SILENT_MS = 15_000;

/** The names of what is beside the items of a fleet on local AWS. */
export const LOCAL_FLEET_FILE = 'fleet.json';
/** There while somebody wants the loop to end. */
export const STOP_FILE = 'stop.json';

/** @returns `undefined` for what is none */
export function readLocalFleet(value: unknown): LocalFleet | undefined {
  return isLocalFleet(value) ? value : undefined;
}

/**
 * How it is going. A loop that says that it runs, and that is silent or whose process is gone, is lost.
 *
 * @param look.isThere tells whether a process is there
 * @param look.nowMs since 1970
 */
export function stateOfLocalFleet(
  fleet: LocalFleet,
  look: { readonly isThere: (pid: number) => boolean; readonly nowMs: number },
): FleetState {
  const { name, status, startedAt, endedAt, redrives, counts, why, pid, aliveAt } = fleet;
  const known = { name, startedAt, endedAt, redrives, counts };
  if (status !== 'RUNNING') return { ...known, status, why };
  if (!look.isThere(pid)) {
    const gone = `the process of its loop (${pid}) is gone, and has written no results`;
    return { ...known, status: 'LOST', why: gone };
  }
  if (look.nowMs - Date.parse(aliveAt) <= SILENT_MS) return { ...known, status, why };
  const silent = `its loop (process ${pid}) has said nothing since ${aliveAt}, and has written no results`;
  return { ...known, status: 'LOST', why: silent };
}

function isLocalFleet(value: unknown): value is LocalFleet {
  return (
    isRecord(value) &&
    ['name', 'fleet', 'startedAt', 'resultsId', 'loop', 'aliveAt'].every(
      (key) => typeof value[key] === 'string',
    ) &&
    ['redrives', 'pid', 'concurrency', 'toleratedFailurePercentage', 'maxLifetimeSeconds'].every(
      (key) => typeof value[key] === 'number',
    ) &&
    STATUSES.some((status) => status === value.status) &&
    isRecord(value.counts) &&
    isRecord(value.retries)
  );
}

const STATUSES: readonly LocalFleet['status'][] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED'];
