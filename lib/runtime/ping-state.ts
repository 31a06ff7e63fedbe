import type { PingReport } from '../contract/host.ts';

/**
 * Busy while at least one piece of work is open.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-http-protocol-contract.html
 */
export class PingState {
  readonly #nowMs: () => number;
  #open = 0;
  #changedAtMs: number;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
    this.#changedAtMs = nowMs();
  }

  /** Pieces of work under way. */
  get open(): number {
    return this.#open;
  }

  /** Marks the beginning of work. @returns marks its end; calling it again does nothing. */
  begin(): () => void {
    this.#change(1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#change(-1);
    };
  }

  report(): PingReport {
    return {
      status: this.#open > 0 ? 'HealthyBusy' : 'Healthy',
      time_of_last_update: Math.floor(this.#changedAtMs / 1000),
    };
  }

  #change(by: 1 | -1): void {
    const wasBusy = this.#open > 0;
    this.#open += by;
    if (wasBusy !== this.#open > 0) this.#changedAtMs = this.#nowMs();
  }
}
