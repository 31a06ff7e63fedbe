import { messageOf } from '../../core/errors.ts';
import { LinkedSignal } from '../../core/linked-signal.ts';
import { isInstance } from '../../core/thrown.ts';
import {
  ActActuationError,
  ActAPIError,
  ActCanceledError,
  ActError,
  ActTimeoutError,
  NovaActError,
} from '../errors.ts';

/** When an act must end: the signals that cancel it, the end of its browser and the time limit as one signal. */
export class ActDeadline implements Disposable {
  readonly signal: AbortSignal;
  /** The same without the browser: an act that cannot begin without one is still made, so that the service knows of it. */
  readonly signalToCreate: AbortSignal;
  readonly #links: readonly LinkedSignal[];
  readonly #canceled: AbortSignal;
  readonly #browserEnd: AbortSignal;
  readonly #passed = new AbortController();
  readonly #timeoutMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** How much of the time is left, as of `#since`. */
  #leftMs: number;
  #since = performance.now();
  #suspensions = 0;
  #isOver = false;

  /** The time begins to run. */
  constructor(limits: {
    readonly signals: readonly (AbortSignal | undefined)[];
    /** Aborted when the browser can do nothing any more: whatever the act waits for, it is in vain. */
    readonly browserEnd: AbortSignal;
    readonly timeoutMs: number | undefined;
  }) {
    const { signals, browserEnd, timeoutMs } = limits;
    const canceling = new LinkedSignal(...signals);
    this.#canceled = canceling.signal;
    this.#timeoutMs = timeoutMs;
    this.#browserEnd = browserEnd;
    const creating = new LinkedSignal(this.#canceled, this.#passed.signal);
    this.signalToCreate = creating.signal;
    const ending = new LinkedSignal(this.signalToCreate, this.#browserEnd);
    this.signal = ending.signal;
    this.#links = [canceling, creating, ending];
    this.#leftMs = timeoutMs ?? Infinity;
    this.#run();
  }

  /** Stops the time until what it gives is disposed of, for waiting that is not the act's, such as that for a person. */
  suspend(): Disposable {
    if (this.#suspensions === 0) {
      clearTimeout(this.#timer);
      this.#leftMs -= performance.now() - this.#since;
    }
    this.#suspensions += 1;
    let isOver = false;
    return {
      [Symbol.dispose]: () => {
        if (isOver) return;
        isOver = true;
        this.#suspensions -= 1;
        if (this.#suspensions === 0) this.#run();
      },
    };
  }

  #run(): void {
    this.#since = performance.now();
    if (this.#leftMs === Infinity || this.#isOver) return;
    const passed = (): void => this.#passed.abort(new Error(`${this.#timeoutMs} ms have passed`));
    this.#timer = setTimeout(passed, Math.max(0, this.#leftMs));
  }

  /** Why an act ended that threw `error`: an abort explains whatever came of it. */
  explain(error: unknown): NovaActError {
    if (this.#canceled.aborted) {
      const { reason } = this.#canceled;
      return new ActCanceledError(`The act was canceled: ${messageOf(reason)}`, { cause: reason });
    }
    if (this.#passed.signal.aborted) {
      // An answer of the service, such as that it was throttling, is why the time was not enough.
      const refused = isInstance(error, ActAPIError) && error.statusCode !== undefined ? error : undefined;
      const last = refused && ` The service had last answered ${refused.statusCode}: ${refused.message}`;
      return new ActTimeoutError(
        `The act did not end within ${this.#timeoutMs} ms. Give it a smaller task, or raise timeoutMs.${last ?? ''}`,
        { cause: refused },
      );
    }
    if (this.#browserEnd.aborted) {
      const { reason } = this.#browserEnd;
      return new ActActuationError(messageOf(reason), { cause: reason });
    }
    return isInstance(error, NovaActError) ? error : new ActError(messageOf(error), { cause: error });
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    // The signals of sessions and runs outlive many acts, and tools may leave listeners behind.
    for (const link of this.#links) link[Symbol.dispose]();
  }
}
