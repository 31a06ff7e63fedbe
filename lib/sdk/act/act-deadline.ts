import { messageOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { ActCanceledError, ActError, ActTimeoutError, NovaActError } from '../errors.ts';

/** When an act must end: the signals that cancel it and the time limit as one signal. */
export class ActDeadline implements Disposable {
  readonly signal: AbortSignal;
  readonly #canceled: AbortSignal;
  readonly #passed = new AbortController();
  readonly #timeoutMs: number | undefined;
  readonly #timer: NodeJS.Timeout | undefined;

  /** The time begins to run. */
  constructor(limits: {
    readonly signals: readonly (AbortSignal | undefined)[];
    readonly timeoutMs: number | undefined;
  }) {
    const { signals, timeoutMs } = limits;
    this.#canceled = AbortSignal.any(signals.filter((signal) => signal !== undefined));
    this.#timeoutMs = timeoutMs;
    this.signal = AbortSignal.any([this.#canceled, this.#passed.signal]);
    if (timeoutMs !== undefined) {
      this.#timer = setTimeout(() => this.#passed.abort(new Error(`${timeoutMs} ms have passed`)), timeoutMs);
    }
  }

  /** Why an act ended that threw `error`: an abort explains whatever came of it. */
  explain(error: unknown): NovaActError {
    if (this.#canceled.aborted) {
      const { reason } = this.#canceled;
      return new ActCanceledError(`The act was canceled: ${messageOf(reason)}`, { cause: reason });
    }
    if (this.#passed.signal.aborted) {
      return new ActTimeoutError(
        `The act did not end within ${this.#timeoutMs} ms. Give it a smaller task, or raise timeoutMs.`,
      );
    }
    return isInstance(error, NovaActError) ? error : new ActError(messageOf(error), { cause: error });
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
