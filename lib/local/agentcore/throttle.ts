/** Lets through so many calls a second for each key; a bucket that refills evenly. */
export class Throttle {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(options: { readonly perSecond: number }) {
    this.#perSecond = options.perSecond;
  }

  /** @returns whether the call may pass. */
  take(key: string, nowMs: number = performance.now()): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: this.#perSecond, atMs: nowMs };
    const refilled = bucket.tokens + ((nowMs - bucket.atMs) / 1000) * this.#perSecond;
    const tokens = Math.min(this.#perSecond, refilled);
    const passes = tokens >= 1;
    this.#buckets.set(key, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
    return passes;
  }
}
