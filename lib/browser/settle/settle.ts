import type { CDPSession, Page } from 'playwright-core';
import type { PageNews } from '../../contract/page-news.ts';
import { askTrackers } from './ask-trackers.ts';
import { newsOfBusyPage } from './busy-news.ts';
import type { ContextWatch } from './context-watch.ts';
import { SETTLE_LIMITS } from './limits.ts';
import { type Cause, causeOf, isNoise } from './policy.ts';
import type { TrackedFacts } from './tracked-facts.ts';

/**
 * Waits until a page has shown that it is still, or only noisy. It looks, and looks again after pauses that grow; what is
 * known to be under way is waited for to its end, what is not known for a short while, and nothing longer than the limits.
 * Tells of a page that is still loading then.
 */
export async function settle(options: SettleOptions): Promise<PageNews | undefined> {
  const { watch, signal } = options;
  const waits = new Waits(Date.now());
  for (;;) {
    signal?.throwIfAborted();
    const page = options.currentPage();
    const busyUntil = watch.busyUntilMs(page);
    const isNavigating = watch.isNavigating(page);
    const bound = waits.bound(isNavigating);
    if (Date.now() >= bound)
      return newsOfBusyPage({ page, cause: isNavigating ? 'navigation' : waits.cause, watch });
    if (busyUntil !== undefined && isNavigating) {
      await watch.change({ timeoutMs: Math.min(busyUntil, bound) - Date.now(), signal });
      waits.newDocument();
      continue;
    }
    const session = await options.session(page);
    if (waits.looks === 0) options.onFirstLook?.(page, session);
    const frames = waits.looks === 0 ? FIRST_FRAMES : 1;
    const facts = await askTrackers({
      page,
      session,
      frames,
      timeoutMs: bound - Date.now() + ANSWER_GRACE_MS,
      signal,
    });
    if (facts === 'hangs') return undefined;
    if (facts !== 'replaced') {
      const cause =
        (await blankTabCause(options)) ?? causeOf(viewOf({ page, watch, facts, startMs: waits.startMs }));
      options.onLook?.(cause, facts);
      const isSame = options.currentPage() === page && !watch.isNavigating(page);
      if (isSame && waits.isOver({ cause, documentId: documentIdOf(facts), url: page.url() }))
        return newsOfBusyPage({ page, cause: undefined, watch });
    }
    await watch.change({ timeoutMs: Math.min(waits.nextPauseMs(), Math.max(1, bound - Date.now())), signal });
  }
}

export interface SettleOptions {
  /** The tab of interest at any time: a click may open a new one. */
  readonly currentPage: () => Page;
  /** A CDP session of a page. */
  readonly session: (page: Page) => Promise<CDPSession>;
  readonly watch: ContextWatch;
  /** Called when the first look begins. */
  readonly onFirstLook?: ((page: Page, session: CDPSession) => void) | undefined;
  /** Called after each look, with what the page is waited for, and what its frames told. */
  readonly onLook?:
    | ((cause: Cause | undefined, facts: readonly (TrackedFacts | 'unknown')[]) => void)
    | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How much longer than its budget a page may be silent, in milliseconds, before it is taken to hang. */
const ANSWER_GRACE_MS = 1_000;

/** A page that has nothing to do is watched for so many frames of the screen. */
const FIRST_FRAMES = 2;

/** Pauses between looks, in milliseconds; the last one is repeated. */
const PAUSES_MS = [10, 20, 30, 40, 60, 80];

/** What one wait remembers. */
class Waits {
  looks = 0;
  cause: Cause | undefined;
  readonly startMs: number;
  readonly #navigationDeadlineMs: number;
  #deadlineMs: number;
  #noiseSinceMs: number | undefined;
  #documentId: number | undefined;
  readonly #seenUrls = new Map<string, number>();

  constructor(startMs: number) {
    this.startMs = startMs;
    this.#navigationDeadlineMs = startMs + SETTLE_LIMITS.navigationMs;
    this.#deadlineMs = startMs + SETTLE_LIMITS.totalMs;
  }

  /** Until when it may go on. A page that comes back again and again has no more time for it. */
  bound(isNavigating: boolean): number {
    return isNavigating && !this.isReloading() ? this.#navigationDeadlineMs : this.#deadlineMs;
  }

  isReloading(): boolean {
    return Math.max(0, ...this.#seenUrls.values()) > SETTLE_LIMITS.reloads;
  }

  /** A new document has its own time. */
  newDocument(): void {
    if (this.isReloading()) return;
    this.#deadlineMs = Math.min(Date.now() + SETTLE_LIMITS.totalMs, this.#navigationDeadlineMs);
  }

  /** Whether the page has shown that it is still, or has been only noisy for long enough. */
  isOver(seen: { cause: Cause | undefined; documentId: number | undefined; url: string }): boolean {
    this.looks += 1;
    this.cause = seen.cause;
    if (seen.documentId !== this.#documentId) {
      this.#documentId = seen.documentId;
      const count = (this.#seenUrls.get(seen.url) ?? 0) + 1;
      this.#seenUrls.set(seen.url, count);
      if (this.isReloading())
        this.#deadlineMs = Math.min(this.#deadlineMs, Date.now() + SETTLE_LIMITS.noiseMs);
      else if (this.looks > 1) this.newDocument();
    }
    if (seen.cause === undefined) return true;
    if (!isNoise(seen.cause)) {
      this.#noiseSinceMs = undefined;
      return false;
    }
    this.#noiseSinceMs ??= Date.now();
    return Date.now() - this.#noiseSinceMs > SETTLE_LIMITS.noiseMs;
  }

  nextPauseMs(): number {
    return PAUSES_MS[Math.min(this.looks, PAUSES_MS.length) - 1] ?? PAUSES_MS[0] ?? 10;
  }
}

/** All that is known of a page for the rule. `startMs`: since when it is waited for, as `Date.now()`. */
export function viewOf(given: {
  page: Page;
  watch: ContextWatch;
  facts: readonly (TrackedFacts | 'unknown')[];
  startMs: number;
}): Parameters<typeof causeOf>[0] {
  const { page, watch, facts, startMs } = given;
  const endedAtMs = watch.log(page).endedAtMs();
  return {
    frames: facts,
    isRequesting: watch.busyUntilMs(page) !== undefined,
    requestEndedMsAgo: endedAtMs === undefined ? undefined : Date.now() - endedAtMs,
    hasHelpers: page.workers().length > 0,
    actionMsAgo: Date.now() - startMs,
  };
}

function documentIdOf(facts: readonly (TrackedFacts | 'unknown')[]): number | undefined {
  const [main] = facts;
  return main === 'unknown' ? undefined : main?.documentId;
}

/** A tab without an address is waited for, unless its opener wrote into it. */
async function blankTabCause({ watch, session, signal }: SettleOptions): Promise<Cause | undefined> {
  for (const tab of watch.blankTabs.waiting()) {
    const asked = session(tab).then((opened) =>
      askTrackers({ page: tab, session: opened, frames: 0, timeoutMs: BLANK_ANSWER_MS, signal }),
    );
    const [main] = await asked.then((facts) => (typeof facts === 'string' ? [] : facts)).catch(() => []);
    signal?.throwIfAborted();
    if (typeof main !== 'object' || main.isEmpty) return 'tab';
    watch.blankTabs.forget(tab);
  }
  return undefined;
}

const BLANK_ANSWER_MS = 300;
