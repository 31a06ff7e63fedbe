import { abortable, type Deferred, deferred } from '../../core/async.ts';
import { onTerminalKey } from '../../core/terminal-keys.ts';
import type { ActDeadline } from './act-deadline.ts';
import type { ReportedAct } from './reported-act.ts';

/** Lets a program, and a person at a terminal, hold up and cancel the acts of a session. */
export class ActControl {
  readonly #watchesKeys: boolean;
  #pause: Pause | undefined;
  #act: AbortController | undefined;

  /** @param watchesKeys - whether Ctrl-X in the terminal cancels the act under way */
  constructor(watchesKeys: boolean) {
    this.#watchesKeys = watchesKeys;
  }

  /** @returns when the act under way stands still, has ended, or goes on because it was told to */
  pause(): Promise<void> {
    this.#pause ??= { stands: deferred<void>(), ends: deferred<void>() };
    if (this.#act === undefined) this.#pause.stands.resolve();
    return this.#pause.stands.promise;
  }

  resume(): void {
    const pause = this.#pause;
    this.#pause = undefined;
    pause?.stands.resolve();
    pause?.ends.resolve();
  }

  /** Ends the act under way, and a pause with it. @returns whether there is one */
  cancel(reason: Error): boolean {
    if (this.#act === undefined) return false;
    this.#act.abort(reason);
    this.resume();
    return true;
  }

  /** An act begins; it ends when this is disposed of. */
  begin(): ControlledAct {
    const act = new AbortController();
    this.#act = act;
    const cancel = (): void => void this.cancel(new Error('Ctrl+X was pressed'));
    const stopWatching = this.#watchesKeys ? onTerminalKey(CANCEL_KEY, cancel) : () => {};
    return {
      signal: act.signal,
      rest: (deadline, reported) => this.#rest(deadline, reported),
      [Symbol.dispose]: () => {
        stopWatching();
        this.#act = undefined;
        this.#pause?.stands.resolve();
      },
    };
  }

  async #rest(deadline: ActDeadline, reported: ReportedAct | undefined): Promise<boolean> {
    if (this.#pause === undefined) return false;
    using _time = deadline.suspend();
    using _wait = reported?.waitForHuman();
    reported?.paused();
    // It may be paused again before this goes on.
    while (this.#pause !== undefined) {
      const { stands, ends } = this.#pause;
      stands.resolve();
      await abortable(ends.promise, reported === undefined ? deadline.signalToCreate : deadline.signal);
    }
    reported?.resumed();
    return true;
  }
}

/** An act under way, as the one who controls it knows it. */
export interface ControlledAct extends Disposable {
  /** Aborted when the act is canceled. */
  readonly signal: AbortSignal;
  /**
   * Waits while the session is paused. The time limit of the act stands still meanwhile.
   * @returns whether it has waited, so that the page may be another one
   * @throws the reason of the deadline's signal
   */
  rest(deadline: ActDeadline, reported?: ReportedAct): Promise<boolean>;
}

interface Pause {
  /** The act stands still. */
  readonly stands: Deferred<void>;
  readonly ends: Deferred<void>;
}

/** Ctrl-X, as terminals send it. */
const CANCEL_KEY = '\x18';
