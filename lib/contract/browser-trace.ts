import { didYouMean } from '../core/suggest.ts';

/**
 * Playwright's traces of a session, as files beside those of its acts: one for each act, from the end of the one before, and one
 * for what came after the last.
 */
export const BROWSER_TRACE = {
  suffix: '_trace.zip',
  /** What came after the last act. */
  sessionEnd: 'session_end_trace.zip',
  contentType: 'application/zip',
} as const;

/** Larger ones are not shown: they are held in memory meanwhile. */
export const MAX_BROWSER_TRACE_BYTES = 500_000_000;

/** Whether a file of a session is such a trace. */
export function isBrowserTrace(name: string): boolean {
  return name.endsWith(BROWSER_TRACE.suffix);
}

/** Whether a file of a session, by its name, is of this act. */
export function isFileOfAct(name: string, actId: string): boolean {
  return name.startsWith(`act_${actId}`);
}

/** When traces are kept, in Playwright's words. */
export const TRACE_WORDS = ['off', 'on', 'retain-on-failure'] as const;

export type TraceWord = (typeof TRACE_WORDS)[number];

export function isTraceWord(value: unknown): value is TraceWord {
  return TRACE_WORDS.some((word) => word === value);
}

/** Why a value is none of the words, in one sentence. @param shown - the value as it is shown */
export function traceWordProblem(name: string, value: unknown, shown: string): string {
  const meant = typeof value === 'boolean' ? (value ? 'on' : 'off') : meantBy(value);
  const fix = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return `${name} is ${shown}; it must be one of ${TRACE_WORDS.join(', ')}.${fix}`;
}

function meantBy(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return Object.hasOwn(OTHER_WORDS, value) ? OTHER_WORDS[value] : didYouMean(value, TRACE_WORDS);
}

/** What Playwright has besides, and what variables are often set to. */
const OTHER_WORDS: Readonly<Record<string, TraceWord>> = {
  '1': 'on',
  '0': 'off',
  true: 'on',
  false: 'off',
  'on-first-retry': 'retain-on-failure',
  'on-all-retries': 'retain-on-failure',
  'retain-on-first-failure': 'retain-on-failure',
};
