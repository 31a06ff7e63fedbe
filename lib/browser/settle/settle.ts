import type { Page } from 'playwright-core';
import { abortable, within } from '../../core/async.ts';
import { isClosedError, isNavigationError, runInMainWorld } from '../page-script.ts';
import type { ContextWatch } from './context-watch.ts';
import { SETTLE_LIMITS } from './limits.ts';
import { type PageTracker, type QuietResult, TRACKER_KEY } from './tracker.ts';

/** How much longer than its budget a page may be silent, in milliseconds, before it is taken to hang. */
const ANSWER_GRACE_MS = 1_000;

export interface SettleOptions {
  /** The tab of interest at any time: a click may open a new one. */
  readonly currentPage: () => Page;
  readonly watch: ContextWatch;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until a page has finished what the last action caused: navigation, requests, short timers, changes,
 * animations. It waits for causes, never for a fixed time, and never longer than the limits.
 */
export async function settle(options: SettleOptions): Promise<void> {
  const { watch, signal } = options;
  const navigationDeadline = Date.now() + SETTLE_LIMITS.navigationMs;
  let deadline = Date.now() + SETTLE_LIMITS.totalMs;
  for (;;) {
    signal?.throwIfAborted();
    const page = options.currentPage();
    const busyUntil = watch.busyUntilMs(page);
    const isNavigating = watch.isNavigating(page);
    const bound = isNavigating ? navigationDeadline : deadline;
    if (Date.now() >= bound) return;
    if (busyUntil !== undefined) {
      await watch.change({ timeoutMs: Math.min(busyUntil, bound) - Date.now(), signal });
      // A new document has its own time.
      if (isNavigating) deadline = Math.min(Date.now() + SETTLE_LIMITS.totalMs, navigationDeadline);
      continue;
    }
    const result = await quiet({ page, watch, budgetMs: deadline - Date.now(), signal });
    if (result === 'replaced') continue;
    const isSame = options.currentPage() === page && watch.busyUntilMs(page) === undefined;
    if (isSame) return;
  }
}

async function quiet(given: {
  page: Page;
  watch: ContextWatch;
  budgetMs: number;
  signal: AbortSignal | undefined;
}): Promise<QuietResult | 'replaced' | 'hangs'> {
  const { page, watch, budgetMs, signal } = given;
  try {
    const asked = runInMainWorld(page, whenQuiet, {
      key: TRACKER_KEY,
      wait: { budgetMs, noiseMs: SETTLE_LIMITS.noiseMs },
    });
    const answer = within({ work: asked, timeoutMs: budgetMs + ANSWER_GRACE_MS, fallback: 'hangs' as const });
    const result = await abortable(answer, signal);
    if (result !== 'untracked') return result;
    await watch.installTracker(page);
    return 'replaced';
  } catch (error) {
    signal?.throwIfAborted();
    // The loop looks again at whatever is there now.
    if (isNavigationError(error) || isClosedError(error)) return 'replaced';
    throw error;
  }
}

function whenQuiet(given: {
  key: string;
  wait: { budgetMs: number; noiseMs: number };
}): Promise<QuietResult | 'untracked'> {
  const tracker: PageTracker | undefined = Reflect.get(window, Symbol.for(given.key));
  return tracker === undefined ? Promise.resolve('untracked') : tracker.whenQuiet(given.wait);
}
