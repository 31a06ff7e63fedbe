import { SETTLE_LIMITS } from './limits.ts';
import type { TrackedFacts } from './tracked-facts.ts';

/** What a page is waited for; undefined when it has shown that it is still. Knows no clock. */
export function causeOf(view: SettleView): Cause | undefined {
  if (view.isRequesting) return 'request';
  let weakest: Cause | undefined;
  for (const frame of view.frames) {
    const cause = frame === 'unknown' ? unknownCause(view) : frameCause(frame, view);
    if (cause !== undefined && !isNoise(cause)) return cause;
    weakest ??= cause;
  }
  return weakest;
}

/**
 * Whether a picture of a page that was begun at a look shows what one begun at a later look would: nothing was under way, and
 * nothing happened between them that could have changed a pixel.
 */
export function isSamePicture(before: SettleView, after: SettleView): boolean {
  const [was, ...framesBefore] = before.frames;
  const [is, ...framesAfter] = after.frames;
  if (was === undefined || was === 'unknown' || is === undefined || is === 'unknown') return false;
  if (framesBefore.length > 0 || framesAfter.length > 0 || after.hasHelpers) return false;
  // A new document may not be shown yet.
  if (was.isFresh) return false;
  // What draws unheard has to be excluded at both looks, since it may have come between them.
  if (!was.isPlain || !is.isPlain || !isUntouched(before.frames, after.frames)) return false;
  return mayBeAtRest(causeOf(before)) && mayBeAtRest(causeOf(after));
}

/** Nothing more is known to come, though a change may be too young for the page to count as still. */
export function mayBeAtRest(cause: Cause | undefined): boolean {
  return cause === undefined || isNoise(cause);
}

/** Whether a document is the same, and nothing happened in it. */
export function isUntouched(before: SettleView['frames'], after: SettleView['frames']): boolean {
  const [[was], [is]] = [before, after];
  if (typeof was !== 'object' || typeof is !== 'object') return false;
  return was.documentId === is.documentId && was.touches === is.touches;
}

/** Changes that nothing known brings about: they are waited for only a short while. */
export function isNoise(cause: Cause): boolean {
  return cause === 'change';
}

/**
 * - `navigation`: a document is on its way; `tab`: a tab without an address waits for one
 * - `document`, `empty`: it is not read to its end, or shows nothing yet
 * - `request`, `activity`, `animation`: something that the action started is under way
 * - `look`: what the page shows says that it is at work
 * - `doubt`: a script heard of the action, and nothing has come of it yet
 * - `change`: the page changes, and nothing known makes it
 * - `silence`: it does not answer
 */
export type Cause =
  | 'navigation'
  | 'tab'
  | 'document'
  | 'empty'
  | 'request'
  | 'activity'
  | 'animation'
  | 'look'
  | 'doubt'
  | 'change'
  | 'silence';

export interface SettleView {
  /** All frames of the page; `unknown` when one does not answer or is not followed. */
  readonly frames: readonly (TrackedFacts | 'unknown')[];
  /** A request that is worth waiting for is under way. */
  readonly isRequesting: boolean;
  /** Since the last request ended that came of the action. */
  readonly requestEndedMsAgo: number | undefined;
  /** Workers, or frames of other origins, may bring a change that cannot be foreseen. */
  readonly hasHelpers: boolean;
  readonly actionMsAgo: number;
}

function unknownCause(view: SettleView): Cause | undefined {
  return view.actionMsAgo < SETTLE_LIMITS.unknownMs ? 'silence' : undefined;
}

function frameCause(facts: TrackedFacts, view: SettleView): Cause | undefined {
  if (facts.document !== 'ready') return 'document';
  if (facts.isLeaving) return 'navigation';
  if (facts.pending !== undefined) return 'activity';
  if (facts.isAnimating) return 'animation';
  const causeMsAgo = lastCauseMsAgo(facts, view);
  if (facts.isEmpty && facts.hasScripts && (facts.heardMsAgo ?? 0) < SETTLE_LIMITS.emptyMs) return 'empty';
  if (facts.looksBusy && (causeMsAgo ?? view.actionMsAgo) < SETTLE_LIMITS.looksBusyMs) return 'look';
  if (causeMsAgo !== undefined && causeMsAgo < doubtMs(facts, view, causeMsAgo)) return 'doubt';
  if (facts.newsMsAgo !== undefined && facts.newsMsAgo < SETTLE_LIMITS.stillMs) return 'change';
  return undefined;
}

/** Since scripts of the page last ran because of the action. */
function lastCauseMsAgo(facts: TrackedFacts, view: SettleView): number | undefined {
  const times = [facts.heardMsAgo, facts.endedMsAgo, view.requestEndedMsAgo].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

/** How long after the last cause something may still come of it that is not known to be under way. */
function doubtMs(facts: TrackedFacts, view: SettleView, causeMsAgo: number): number {
  if (facts.isFresh) return SETTLE_LIMITS.freshMs;
  const slackMs = causeMsAgo === view.requestEndedMsAgo ? REQUEST_SLACK_MS : SLACK_MS;
  const isAnswered = facts.newsMsAgo !== undefined && facts.newsMsAgo <= causeMsAgo + slackMs;
  if (isAnswered) return 0;
  return facts.hasCarriers || view.hasHelpers ? SETTLE_LIMITS.carriedMs : SETTLE_LIMITS.unansweredMs;
}

/** The promise of a platform function is known to have ended a moment later than its page hears of it. */
const SLACK_MS = 10;

/** A browser tells of requests later than it gives the answer to the page. */
const REQUEST_SLACK_MS = 80;
