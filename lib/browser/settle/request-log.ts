import {
  isMeasuring,
  LOAD_REQUEST_LIMIT_MS,
  REPEATED_REQUEST_MS,
  REQUEST_LIMITS_MS,
  SETTLE_LIMITS,
} from './limits.ts';
import { RequestRhythm } from './request-rhythm.ts';

/** Requests of one tab that are under way, and how long each is worth waiting for. Knows no clock. */
export class RequestLog<Key> {
  readonly #entries = new Map<Key, Entry>();
  /** What the page does not hear of, waited for or not: it is shown when it comes. */
  readonly #unheard = new Set<Key>();
  readonly #rhythm = new RequestRhythm();
  #epoch = 0;
  #isFresh = true;
  #endedAtMs: number | undefined;
  #changes = 0;

  /** From now on, only what starts after this moment is waited for. */
  beginAction(): void {
    this.#epoch += 1;
    this.#isFresh = false;
    this.#endedAtMs = undefined;
    this.#rhythm.nextEpoch();
  }

  started(key: Key, request: RequestFacts & { readonly atMs: number }): void {
    const { isMainNavigation, atMs } = request;
    if (isMainNavigation) this.#isFresh = true;
    const limitMs = isMainNavigation ? SETTLE_LIMITS.navigationMs : this.#limitMs(request.resourceType);
    const isHeardOf = request.resourceType === 'fetch' || request.resourceType === 'xhr';
    if (limitMs > 0 && !isHeardOf) this.#unheard.add(key);
    if (limitMs === 0 || (!isMainNavigation && isMeasuring(request.url))) return;
    const repeatedMs = this.#isFresh ? REPEATED_REQUEST_MS.load : REPEATED_REQUEST_MS.action;
    if (!isMainNavigation && this.#rhythm.isPolling(request, repeatedMs)) return;
    this.#changes += 1;
    this.#entries.set(key, {
      giveUpAt: atMs + limitMs,
      epoch: this.#epoch,
      isMainNavigation,
      isHeardOf,
      method: request.method,
      url: request.url,
    });
  }

  ended(key: Key, atMs: number): void {
    const entry = this.#entries.get(key);
    if (entry?.epoch === this.#epoch && !entry.isHeardOf) this.#endedAtMs = atMs;
    const isUnheard = this.#unheard.delete(key);
    if (this.#entries.delete(key) || isUnheard) this.#changes += 1;
  }

  /** The tab has another document now, or another address. */
  arrived(url: string): void {
    this.#changes += 1;
    for (const [key, entry] of this.#entries) {
      if (entry.isMainNavigation && withoutHash(entry.url) === withoutHash(url)) this.#entries.delete(key);
    }
  }

  /** When the last request that is worth waiting for is given up; undefined when there is none. */
  busyUntilMs(nowMs: number): number | undefined {
    const times = this.#waitedFor(nowMs).map((entry) => entry.giveUpAt);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  isNavigating(nowMs: number): boolean {
    return this.#waitedFor(nowMs).some((entry) => entry.isMainNavigation);
  }

  /** When the last request ended that came of the action, unless the page tells of it. */
  endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  /** Whether something is on its way that is shown without a script, waited for or not. */
  isLoading(): boolean {
    return this.#unheard.size > 0;
  }

  /** How often a request began or ended that is no polling of a script, or a document arrived. */
  changes(): number {
    return this.#changes;
  }

  /** Requests of the action that have not ended, whether they are still worth waiting for or not. */
  underWay(): readonly Pick<RequestFacts, 'method' | 'url'>[] {
    return [...this.#entries.values()].filter(({ epoch }) => epoch === this.#epoch);
  }

  #limitMs(resourceType: string): number {
    const limitMs = REQUEST_LIMITS_MS[resourceType] ?? 0;
    return this.#isFresh ? Math.min(limitMs, LOAD_REQUEST_LIMIT_MS) : limitMs;
  }

  #waitedFor(nowMs: number): Entry[] {
    return [...this.#entries.values()].filter(
      (entry) => entry.giveUpAt > nowMs && (entry.isMainNavigation || entry.epoch === this.#epoch),
    );
  }
}

/** What is needed to know of a request. */
export interface RequestFacts {
  readonly url: string;
  readonly method: string;
  readonly body: string | null;
  /** As Playwright names them: document, script, xhr, fetch, image, … */
  readonly resourceType: string;
  /** Loads a new document into the tab itself. */
  readonly isMainNavigation: boolean;
}

interface Entry {
  readonly giveUpAt: number;
  readonly epoch: number;
  readonly isMainNavigation: boolean;
  /** The page itself hears of its end, and tells of it with its own clock. */
  readonly isHeardOf: boolean;
  readonly method: string;
  readonly url: string;
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? url;
}
