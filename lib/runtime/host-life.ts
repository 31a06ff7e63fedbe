import type { PingReport } from '../contract/host.ts';
import {
  afterEvent,
  isIdle,
  type Life,
  type LifeEvent,
  newLife,
  type Phase,
  phaseIn,
  pingOf,
  refusalOf,
} from './life.ts';

/** The {@link Life} of this host: tells it what happens, and whoever waits when nothing is left. */
export class HostLife {
  readonly #concurrency: number;
  readonly #waiting: (() => void)[] = [];
  #life: Life = newLife(Date.now());

  /** @param concurrency invocations at a time */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  tell(event: LifeEvent): void {
    this.#life = afterEvent(this.#life, event, Date.now());
    if (isIdle(this.#life)) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Takes a place, or says with which status there is none. */
  admit(invocation: string): 409 | 503 | undefined {
    const refusal = refusalOf(this.#life, this.#concurrency);
    if (refusal === undefined) this.tell({ type: 'admitted', invocation });
    return refusal;
  }

  phase(invocation: string): Phase {
    return phaseIn(this.#life, invocation);
  }

  ping(): PingReport {
    return pingOf(this.#life);
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (isIdle(this.#life)) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
