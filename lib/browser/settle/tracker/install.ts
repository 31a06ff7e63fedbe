import { standalone } from '../../page-script.ts';
import { TRACKER_LIMITS } from '../limits.ts';
import { TRACKER_KEY, type TrackerLimits } from '../tracked-facts.ts';
import { trackCalls } from './calls.ts';
import { trackChanges } from './changes.ts';
import { trackDocument } from './document.ts';
import { trackInputs } from './inputs.ts';
import { makeKit, type TrackerKit } from './kit.ts';
import { trackPlainness } from './plainness.ts';
import { trackTimers } from './timers.ts';

/** The script that runs in every document before the page's own, and hangs a {@link PageTracker} on it. */
export const TRACKER_SCRIPT = scriptFor(false);

/** The same for a document that was there before, whose scripts have done what nobody knows. */
export const LATE_TRACKER_SCRIPT = scriptFor(true);

function scriptFor(isLate: boolean): string {
  const given = { key: TRACKER_KEY, limits: TRACKER_LIMITS, isLate };
  const parts = [makeKit, trackTimers, trackCalls, trackChanges, trackInputs, trackPlainness, trackDocument];
  const texts = parts.map((part) => `(${part})`).join(', ');
  return standalone(`(${install})(${JSON.stringify(given)}, ${texts})`);
}

function install(
  given: { readonly key: string; readonly limits: TrackerLimits; readonly isLate: boolean },
  makeKitOf: typeof makeKit,
  timers: typeof trackTimers,
  calls: typeof trackCalls,
  changes: typeof trackChanges,
  inputs: typeof trackInputs,
  plainness: typeof trackPlainness,
  ofDocument: typeof trackDocument,
): void {
  const symbol = Symbol.for(given.key);
  if (Reflect.has(window, symbol)) return;
  const isLate = given.isLate && document.scripts.length > 0;
  const kit: TrackerKit = makeKitOf(given.limits);
  timers(kit);
  const callLog = calls(kit);
  const changeLog = changes(kit);
  const inputLog = inputs(kit, { changes: changeLog, calls: callLog, isLate });
  const plain = plainness(kit, { inputs: inputLog, isLate });
  const tracker = ofDocument(kit, { calls: callLog, changes: changeLog, inputs: inputLog, plainness: plain });
  Object.defineProperty(window, symbol, { value: tracker });
}
