import type { TrackerLimits } from './tracker.ts';

/** How long each cause may hold up settling, in milliseconds. */
export const SETTLE_LIMITS = {
  /** All causes together, per document. */
  totalMs: 3_000,
  /** A navigation that has begun, or a tab that is opening. */
  navigationMs: 15_000,
  /** Changes and animations when nothing else is under way. */
  noiseMs: 800,
} as const;

export const TRACKER_LIMITS: TrackerLimits = {
  timerMs: 2_000,
  repeatMs: 1_000,
  stillMs: 60,
  resourcesMs: 1_500,
  navigationMs: 1_000,
};

/** How long requests of each kind are waited for after they began. Other kinds do not block a page. */
export const REQUEST_LIMITS_MS: Readonly<Record<string, number>> = {
  document: 3_000,
  script: 3_000,
  stylesheet: 3_000,
  xhr: 2_500,
  fetch: 2_500,
  image: 1_000,
  font: 1_000,
};

/** The same address asked again and again is polling after so long. */
export const REPEATED_REQUEST_MS = 1_000;

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
