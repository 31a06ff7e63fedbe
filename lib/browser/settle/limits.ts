import type { TrackerLimits } from './tracked-facts.ts';

/** How long each cause may hold up settling, in milliseconds. */
export const SETTLE_LIMITS = {
  /** All causes together, per document. */
  totalMs: 4_000,
  /** A navigation that has begun, or a tab that is opening. */
  navigationMs: 15_000,
  /** A tab that was opened without an address, until it gets one. */
  blankTabMs: 2_000,
  /** Documents that come back in one wait, before they count as noise. */
  reloads: 2,
  /** The page counts as still after so long without a change. */
  stillMs: 60,
  /** Changes and animations when nothing else is under way. */
  noiseMs: 800,
  /** How long a page may show that it is at work when nothing is known to be. */
  looksBusyMs: 2_500,
  /** A script heard of the action, or something it started has ended, and nothing came of it. */
  unansweredMs: 250,
  /** The scripts of a document have run, and perhaps begin something that is not followed while it is loaded. */
  freshMs: 150,
  /** The same in a page that has loops, channels or workers, which may bring the answer. */
  carriedMs: 1_500,
  /** A document with scripts that shows nothing yet. */
  emptyMs: 1_500,
  /** What is not followed: a document that was there before, or that does not answer. */
  unknownMs: 1_200,
} as const;

export const TRACKER_LIMITS: TrackerLimits = {
  timerMs: 2_600,
  chainMs: 2_500,
  loadChainMs: 1_000,
  answerMs: 2_500,
  loadAnswerMs: 1_200,
  documentMs: 4_000,
  resourcesMs: 1_500,
  navigationMs: 1_000,
  downloadMs: 150,
  animationMs: 2_200,
};

/** How long requests of each kind are waited for after they began. Other kinds do not block a page. */
export const REQUEST_LIMITS_MS: Readonly<Record<string, number>> = {
  document: 3_500,
  script: 3_500,
  stylesheet: 3_500,
  xhr: 3_500,
  fetch: 3_500,
  image: 2_500,
  font: 1_000,
};

/** The same for requests that a document makes while it is loaded. */
export const LOAD_REQUEST_LIMIT_MS = 2_800;

/** The same request asked again and again is polling after so long; sooner if it was before the action. */
export const REPEATED_REQUEST_MS = { load: 1_000, action: 2_500 } as const;

const MEASURING_HOSTS =
  /(^|\.)(google-analytics|googletagmanager|doubleclick|googlesyndication|segment|mixpanel|amplitude|hotjar|fullstory|clarity|newrelic|nr-data|datadoghq|sentry|bugsnag|scorecardresearch|adsystem|criteo|optimizely|heapanalytics|intercom)\.[a-z.]+$/;

/** Whether a request only reports or measures, so that the page does not depend on it. */
export function isMeasuring(url: string): boolean {
  try {
    return MEASURING_HOSTS.test(new URL(url).hostname);
  } catch {
    return false;
  }
}
