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
