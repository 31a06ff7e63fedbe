import { BROWSER_TRACE } from '../../contract/browser-trace.ts';
import { TRAJECTORY_SUFFIX } from '../../contract/session-keys.ts';
import { safeFileName } from '../../core/file-name.ts';

/** The names of an act's files: its id and the beginning of its prompt, so that people find it. */
export function traceNames(act: { readonly actId: string; readonly prompt: string }): {
  readonly page: string;
  readonly trajectory: string;
  /** What Playwright has recorded. */
  readonly browserTrace: string;
} {
  const words = act.prompt.replace(/[^\p{L}\p{M}\p{N}.,;=+@()'!-]+/gu, '_').replace(/^[_.]+/, '');
  const snippet = [...words]
    .slice(0, SNIPPET_LENGTH)
    .join('')
    .replace(/[_.]+$/, '');
  const stem = ['act', act.actId, snippet].filter(Boolean).join('_');
  const name = (suffix: string): string => {
    const full = safeFileName(`${stem}${suffix}`);
    // Letters may have four bytes: by its end a file is known.
    return full.endsWith(suffix) ? full : safeFileName(`act_${act.actId}${suffix}`);
  };
  return {
    page: name('.html'),
    trajectory: name(TRAJECTORY_SUFFIX),
    browserTrace: name(BROWSER_TRACE.suffix),
  };
}

/**
 * Of what was recorded of an act until a person took over the first time, the second time, … Lists have it behind the other.
 *
 * @param browserTrace - the name of the act's trace
 */
export function untilPersonName(browserTrace: string, count: number): string {
  return `${browserTrace.slice(0, -BROWSER_TRACE.suffix.length)}_until_person_${count}${BROWSER_TRACE.suffix}`;
}

/** In the folder of a session. */
export const SUMMARY_NAME = 'session_summary.json';

const SNIPPET_LENGTH = 30;
