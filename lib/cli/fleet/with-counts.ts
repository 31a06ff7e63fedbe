import type { FleetState } from './fleet-state.ts';
import type { Fleets } from './fleets.ts';

/** Adds the counts of the newest fleets where the list has none. What cannot be asked for is left out: it is no part of the list. */
export async function withCounts(
  listed: readonly FleetState[],
  fleets: Fleets,
  signal: AbortSignal,
): Promise<readonly FleetState[]> {
  const found: FleetState[] = [];
  let mayAsk = true;
  for (const [index, fleet] of listed.entries()) {
    let { counts } = fleet;
    if (counts === undefined && mayAsk && index < MAX_ASKED) {
      try {
        counts = await fleets.counts(fleet.name);
      } catch (error) {
        if (signal.aborted) throw error;
        mayAsk = false;
      }
    }
    found.push({ ...fleet, counts });
  }
  return found;
}

/** On AWS one can be asked for a second. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_ASKED = 5;
