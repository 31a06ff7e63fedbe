import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemTask } from '../contract/item-run.ts';
import { knownSecrets } from '../contract/known-secrets.ts';
import { messageOf, nameOf } from '../core/errors.ts';
import { memberOf } from '../core/thrown.ts';
import type { TaskCallbackError, TaskCallbacks, TaskEnd } from '../service/task-callbacks.ts';
import { beatPauseMs, tellPauseMs } from './item-policy.ts';
import type { Logger } from './logger.ts';
import { TellTime } from './tell-time.ts';

/**
 * Whoever waits for the end of an item: sends heartbeats, and tells the end. The task may be handed over to another one, when its
 * item is started again while it runs: from then on only that one hears anything.
 */
export class WaitingTask {
  readonly #options: WaitingTaskOptions;
  #task: ItemTask | undefined;
  #state: 'waiting' | 'told' | 'gone' | 'closed' = 'waiting';
  #timer: NodeJS.Timeout | undefined;
  /** Aborted when another task takes the place of this one: what is under way for the old one is given up. */
  #current = new AbortController();
  #callbacks: Promise<TaskCallbacks> | undefined;
  #isTelling = false;
  /** Whether an answer was lost, so that nobody knows whether the task has ended by it. */
  #mayBeTold = false;
  /** The same of a failure: whoever starts the item then wants another attempt. */
  #mayHaveFailed = false;

  constructor(options: WaitingTaskOptions) {
    this.#options = options;
  }

  /** The one that waits now, if any. */
  get task(): ItemTask | undefined {
    return this.#task;
  }

  /** Whether the end was told, or nobody wants to hear it: too late for another one to take over. */
  get isOver(): boolean {
    return this.#state !== 'waiting';
  }

  /** From now on this one waits. `undefined` changes nothing: whoever asks by himself takes nothing away. */
  handOver(task: ItemTask | undefined): void {
    if (task === undefined || this.isTooLate) return;
    // Whatever quotes it on the way: logs, errors, records.
    knownSecrets.add(task.token, 'the token of the task');
    const before = this.#current;
    this.#current = new AbortController();
    this.#task = task;
    this.#mayBeTold = false;
    before.abort();
    this.#beatLater();
  }

  /** Whether it is too late for another one to take over: then what it would hear may be what the one before has heard already. */
  get isTooLate(): boolean {
    return this.isOver || this.#mayHaveFailed;
  }

  /**
   * Tells the end, again and again, for as long as it makes sense.
   *
   * @returns whether somebody has taken it
   */
  async tell(end: TaskEnd, options: TellOptions): Promise<boolean> {
    const { limits = {} } = this.#options;
    const { tellMs = TELL_LIMIT_MS, lastTellMs = LAST_TELL_MS } = limits;
    const { ending, leftMs = () => lastTellMs, refusedEnd } = options;
    using time = new TellTime({ ending, limitMs: tellMs, leftMs });
    this.#isTelling = true;
    let told = end;
    for (let attempts = 1; this.#task !== undefined && !this.isOver && !time.over.aborted; attempts += 1) {
      const error = await this.#tellOnce(this.#task, told, { time, attempts });
      if (error === undefined) continue;
      if (isSaid(error, 'isOfEnd')) {
        // It would be refused again.
        if (refusedEnd === undefined || told !== end) break;
        told = refusedEnd(messageOf(error));
        continue;
      }
      const either = AbortSignal.any([time.over, this.#current.signal]);
      if (!this.isOver)
        await sleep(tellPauseMs(attempts), undefined, { signal: either }).catch(() => undefined);
    }
    this.#close('closed');
    return this.#state === 'told';
  }

  /** @returns why it was not taken, unless that is because another one waits now, who is told at once */
  async #tellOnce(
    task: ItemTask,
    end: TaskEnd,
    { time, attempts }: { readonly time: TellTime; readonly attempts: number },
  ): Promise<unknown> {
    const { signal } = this.#current;
    try {
      const callbacks = await this.#callbacksOf(task);
      await callbacks.end(task.token, end, AbortSignal.any([time.try(), signal]));
      this.#close('told');
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      // When an answer was lost, it may be this very end that has ended the task.
      if (isSaid(error, 'isGone')) this.#close(this.#mayBeTold ? 'told' : 'gone');
      else if (!isSaid(error, 'isCertain')) {
        this.#mayBeTold = true;
        this.#mayHaveFailed = 'error' in end;
      }
      this.#options.logger.log('error', 'the end of the item cannot be told', {
        errorName: nameOf(error),
        error: messageOf(error),
        attempts,
      });
      return error;
    }
  }

  /** Nothing more is sent. */
  close(): void {
    this.#close('closed');
  }

  #close(state: 'told' | 'gone' | 'closed'): void {
    clearTimeout(this.#timer);
    if (!this.isOver) this.#state = state;
  }

  #beatLater(): void {
    clearTimeout(this.#timer);
    if (this.#task === undefined || this.isOver) return;
    const pauseMs = this.#options.limits?.beatMs ?? beatPauseMs(this.#task.heartbeatSeconds);
    this.#timer = setTimeout(() => void this.#beat(pauseMs), pauseMs);
    // Whoever has nothing else to do need not stay for it.
    this.#timer.unref();
  }

  /** Never rejects. */
  async #beat(timeoutMs: number): Promise<void> {
    const task = this.#task;
    const { signal } = this.#current;
    if (task === undefined) return;
    try {
      const callbacks = await this.#callbacksOf(task);
      await callbacks.beat(task.token, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
    } catch (error) {
      // It was another one's, or the end was told meanwhile.
      if (signal.aborted || this.isOver) return;
      const { logger, onGone } = this.#options;
      const fields = { errorName: nameOf(error), error: messageOf(error) };
      if (isSaid(error, 'isGone')) {
        // Perhaps because it has just taken the end: whoever tells it will know.
        if (this.#isTelling) return;
        this.#close('gone');
        logger.log('warn', 'nobody waits for the item any more', fields);
        onGone();
        return;
      }
      logger.log('warn', 'a heartbeat of the item cannot be sent', fields);
    }
    if (!signal.aborted) this.#beatLater();
  }

  /** Signing is loaded when it is first needed, not before the first ping. */
  #callbacksOf({ runtimeArn }: ItemTask): Promise<TaskCallbacks> {
    const made = this.#callbacks;
    if (made !== undefined) return made;
    const making = this.#options.callbacks(runtimeRegion(runtimeArn));
    this.#callbacks = making;
    making.catch(() => {
      this.#callbacks = undefined;
    });
    return making;
  }
}

interface WaitingTaskOptions {
  readonly logger: Logger;
  /** How tasks of a region are told anything. */
  readonly callbacks: (region: string) => Promise<TaskCallbacks>;
  /** Called once, when a heartbeat is refused because nobody waits any more. */
  readonly onGone: () => void;
  readonly limits?: TaskLimits | undefined;
}

/** How the end is told. */
interface TellOptions {
  /** Aborted when the process is about to end: then there is little time left. */
  readonly ending: AbortSignal;
  /** How much that is then, in milliseconds. @default - less than a host that is ending waits for answers */
  readonly leftMs?: (() => number) | undefined;
  /** What is told instead when the task does not take such an end. @param why as Step Functions says it */
  readonly refusedEnd?: ((why: string) => TaskEnd) | undefined;
}

/** Other times than those below, in whole milliseconds. */
export interface TaskLimits {
  readonly beatMs?: number | undefined;
  readonly tellMs?: number | undefined;
  readonly lastTellMs?: number | undefined;
}

/** The region of a runtime, and so of the state machine that runs items in it. */
export function runtimeRegion(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** By what its class says: the class itself would load all that signs. */
function isSaid(error: unknown, member: 'isGone' | 'isOfEnd' | 'isCertain'): boolean {
  const known: keyof TaskCallbackError = member;
  return memberOf(error, known) === true;
}

/** Step Functions is away for minutes at most; and whoever waits longer may be told by the next attempt. */
const TELL_LIMIT_MS = 300_000;
/** Less than a host that is ending waits for answers. */
const LAST_TELL_MS = 2_000;
