/** Calls again and again while the page can be seen, and at once when it is seen again or the network is back. */
export class VisibleTimer {
  readonly #work: () => Promise<void>;
  readonly #pauseMs: () => number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWorking = false;
  #isAgain = false;

  /** @param pauseMs - how long to wait after each time; undefined ends it, until it is seen again */
  constructor(work: () => Promise<void>, pauseMs: () => number | undefined) {
    this.#work = work;
    this.#pauseMs = pauseMs;
    document.addEventListener('visibilitychange', () => this.now());
    addEventListener('online', () => this.now());
    addEventListener('pageshow', () => this.now());
  }

  /** Calls now, unless nobody sees it. */
  now(): void {
    clearTimeout(this.#timer);
    if (document.visibilityState === 'hidden') return;
    if (this.#isWorking) {
      this.#isAgain = true;
      return;
    }
    void this.#once();
  }

  /** Never rejects. */
  async #once(): Promise<void> {
    this.#isWorking = true;
    try {
      await this.#work();
    } finally {
      this.#isWorking = false;
      const pauseMs = this.#isAgain ? 0 : this.#pauseMs();
      this.#isAgain = false;
      clearTimeout(this.#timer);
      if (pauseMs !== undefined) this.#timer = setTimeout(() => this.now(), pauseMs);
    }
  }
}
