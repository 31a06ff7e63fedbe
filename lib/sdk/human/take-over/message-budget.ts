/** How many messages a page may send: more than hands can, less than what would keep the process busy. */
export class MessageBudget {
  #left = BURST;
  #beganAtMs: number;
  #over = 0;

  constructor(nowMs: number) {
    this.#beganAtMs = nowMs;
  }

  /** Takes one. @returns `ended` for a page that does not stop */
  take(nowMs: number): 'taken' | 'refused' | 'ended' {
    this.#left = Math.min(BURST, this.#left + ((nowMs - this.#beganAtMs) / 1000) * PER_SECOND);
    this.#beganAtMs = nowMs;
    if (this.#left >= 1) {
      this.#left -= 1;
      this.#over = Math.max(0, this.#over - 1);
      return 'taken';
    }
    this.#over += 1;
    return this.#over > MAX_REFUSED ? 'ended' : 'refused';
  }
}

const PER_SECOND = 250;
const BURST = 500;
/** More than were taken since. */
const MAX_REFUSED = 1_000;
