import type { BrowserContext, Page } from 'playwright-core';

/** Notes which listeners are from here, so that those of the program can be told from them. */
export class OwnListeners {
  readonly #event: string;
  readonly #counts = new WeakMap<BrowserContext | Page, number>();

  constructor(event: 'dialog' | 'filechooser') {
    this.#event = event;
  }

  /** Call it once for each listener that is added. */
  add(emitter: BrowserContext | Page): void {
    this.#counts.set(emitter, this.#count(emitter) + 1);
  }

  /** Call it once for each that is removed. */
  remove(emitter: BrowserContext | Page): void {
    this.#counts.set(emitter, this.#count(emitter) - 1);
  }

  has(emitter: BrowserContext | Page): boolean {
    return this.#count(emitter) > 0;
  }

  /** Whether the program listens, too. */
  hasOthers(emitter: BrowserContext | Page): boolean {
    // Playwright's objects are emitters, but their types do not say so.
    if (!('listenerCount' in emitter) || typeof emitter.listenerCount !== 'function') return false;
    return Number(emitter.listenerCount(this.#event)) > this.#count(emitter);
  }

  #count(emitter: BrowserContext | Page): number {
    return this.#counts.get(emitter) ?? 0;
  }
}
