import pLimit from 'p-limit';
import { FLEET_ITEMS_FILE } from '../../../contract/fleet-input.ts';
import { itemOf, itemSessionId } from '../../../contract/fleet-item.ts';
import { nameOf } from '../../../core/errors.ts';
import { type RuntimeSession, stopRuntimeSession } from '../../invoke/runtime-session.ts';
import { type FleetScope, fleetKey } from '../fleet-scope.ts';
import { type FleetState, isGoingOn } from '../fleet-state.ts';
import { storeOf } from '../fleets.ts';
import { resultsIn } from '../read-results.ts';
import { itemRuntimeOf } from './item-runtime-of.ts';
import { LocalFleetFile } from './local-fleet-file.ts';
import { LocalFleets } from './local-fleets.ts';

/**
 * Ends what a loop has left that is gone: the sessions of items that may still run.
 *
 * @returns how many sessions there were, and the fleet as it is now; `undefined` when a loop goes on with it
 */
export async function stopLostFleet(
  name: string,
  scope: FleetScope,
): Promise<{ readonly sessions: number; readonly after: FleetState } | undefined> {
  const store = storeOf(scope);
  const fleets = new LocalFleets(store);
  const { fleet, state, tag } = (await fleets.tagged(name)) ?? {};
  if (fleet === undefined || state === undefined || isGoingOn(state)) return undefined;
  const why = 'its loop was lost, and "fleet stop" has ended what it had left';
  const ended = { ...fleet, status: 'ABORTED' as const, why, endedAt: new Date().toISOString() };
  // First: nobody goes on with it while its sessions are stopped.
  if (!(await new LocalFleetFile(store, name, tag).write(ended))) return undefined;
  const done = new Set<string>();
  for await (const { status, key } of resultsIn(await store.manifestKeys(name, [fleet.resultsId]), store))
    if (status === 'SUCCEEDED') done.add(key);
  const place = { fleet: fleet.fleet, format: 'jsonl', bucket: store.place.bucket } as const;
  const list = await store.openLines(fleetKey(store.place, name, FLEET_ITEMS_FILE));
  const sessionIds: string[] = [];
  let index = 0;
  for await (const value of list?.values ?? []) {
    const { key } = itemOf(value, { ...place, index });
    index += 1;
    if (!done.has(key)) sessionIds.push(itemSessionId(key));
  }
  const runtime = itemRuntimeOf(scope);
  const stopped = await pLimit(AT_A_TIME).map(sessionIds, (sessionId) => wasThere({ ...runtime, sessionId }));
  return { sessions: stopped.filter(Boolean).length, after: { ...state, ...ended } };
}

const AT_A_TIME = 20;

/** Stops a session. @returns false when there was none */
async function wasThere(session: RuntimeSession): Promise<boolean> {
  try {
    await stopRuntimeSession(session);
    return true;
  } catch (error) {
    if (nameOf(error) === 'ResourceNotFoundException') return false;
    throw error;
  }
}
