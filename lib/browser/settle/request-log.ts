import { isMeasuring, REPEATED_REQUEST_MS, REQUEST_LIMITS_MS, SETTLE_LIMITS } from './limits.ts';

/** What is needed to know of a request. */
export interface RequestFacts {
  readonly url: string;
  readonly method: string;
  /** As Playwright names them: document, script, xhr, fetch, image, … */
  readonly resourceType: string;
  /** Loads a new document into the tab itself. */
  readonly isMainNavigation: boolean;
}

interface Entry {
  readonly giveUpAt: number;
  readonly epoch: number;
  readonly isMainNavigation: boolean;
}

/** Requests of one tab that are under way, and how long each is worth waiting for. Knows no clock. */
export class RequestLog<Key> {
  readonly #entries = new Map<Key, Entry>();
  readonly #firstSeen = new Map<string, number>();
  #epoch = 0;

  /** From now on, only what starts after this moment is waited for. */
  beginAction(): void {
    this.#epoch += 1;
    this.#firstSeen.clear();
  }

  started(key: Key, request: RequestFacts & { readonly atMs: number }): void {
    const limitMs = request.isMainNavigation
      ? SETTLE_LIMITS.navigationMs
      : (REQUEST_LIMITS_MS[request.resourceType] ?? 0);
    if (limitMs === 0 || (!request.isMainNavigation && isMeasuring(request.url))) return;
    if (!request.isMainNavigation && this.#isPolling(request)) return;
    this.#entries.set(key, {
      giveUpAt: request.atMs + limitMs,
      epoch: this.#epoch,
      isMainNavigation: request.isMainNavigation,
    });
  }

  ended(key: Key): void {
    this.#entries.delete(key);
  }

  /** When the last request that is worth waiting for is given up; undefined when there is none. */
  busyUntilMs(nowMs: number): number | undefined {
    const times = this.#waitedFor(nowMs).map((entry) => entry.giveUpAt);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  isNavigating(nowMs: number): boolean {
    return this.#waitedFor(nowMs).some((entry) => entry.isMainNavigation);
  }

  #waitedFor(nowMs: number): Entry[] {
    return [...this.#entries.values()].filter(
      (entry) => entry.giveUpAt > nowMs && (entry.isMainNavigation || entry.epoch === this.#epoch),
    );
  }

  #isPolling(request: RequestFacts & { readonly atMs: number }): boolean {
    const address = `${request.method} ${request.url.split(/[?#]/, 1)[0]}`;
    const first = this.#firstSeen.get(address);
    if (first === undefined) {
      this.#firstSeen.set(address, request.atMs);
      return false;
    }
    return request.atMs - first > REPEATED_REQUEST_MS;
  }
}
