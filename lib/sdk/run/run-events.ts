import { notify, type ProgressEvent } from '../../contract/progress.ts';
import { show } from '../../core/problems.ts';
import { mustBe } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import { EventQueue } from './event-queue.ts';

/** Hands on the events of a run to those who asked for them, until it has ended. */
export class RunEvents {
  readonly #listeners = new Map<ProgressEvent['type'], Set<(event: never) => unknown>>();
  readonly #readers = new Set<Reader>();
  /** Sessions that have ended: nothing more of them comes. */
  readonly #endedSessions = new Set<string>();
  #hasEnded = false;

  /** An event; that of the run's end is the last. */
  readonly publish = (event: ProgressEvent): void => {
    if (this.#hasEnded) return;
    // A copy: whoever listens may stop listening.
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
      notify([(seen) => Reflect.apply(listener, undefined, [seen])], event);
    }
    for (const reader of [...this.#readers]) {
      if (isOf(event, reader.sessionId)) reader.queue.push(event);
      if (isEndOf(event, reader.sessionId)) this.#end(reader);
    }
    if (event.type === 'session' && event.phase === 'ended') this.#endedSessions.add(event.sessionId);
    if (!isEndOf(event, undefined)) return;
    this.#hasEnded = true;
    this.#listeners.clear();
    for (const reader of this.#readers) this.#end(reader);
  };

  /** Calls a function with each event of a type. @throws ValidationFailed for a type that there is not */
  on<T extends ProgressEvent['type']>(
    type: T,
    listener: (event: ProgressEventOf<T>) => unknown,
  ): Subscription {
    if (!Object.hasOwn(TYPES, type)) {
      throw new ValidationFailed(
        `There are no events of the type ${show(type)}. Types: ${Object.keys(TYPES).join(', ')}.`,
      );
    }
    mustBe('The listener given to on', listener, 'function');
    // Another one each time: the same function may listen twice.
    const heard = (event: ProgressEventOf<T>): unknown => listener(event);
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(heard));
    const stop = (): void => {
      listeners.delete(heard);
    };
    return Object.assign(stop, { [Symbol.dispose]: stop });
  }

  /** The events from now on: of the run, or of one of its sessions. */
  read(sessionId?: string): AsyncIterableIterator<ProgressEvent> {
    const reader: Reader = { sessionId, queue: new EventQueue(() => this.#readers.delete(reader)) };
    const isOver = this.#hasEnded || (sessionId !== undefined && this.#endedSessions.has(sessionId));
    if (isOver) reader.queue.end();
    else this.#readers.add(reader);
    return reader.queue;
  }

  #end(reader: Reader): void {
    this.#readers.delete(reader);
    reader.queue.end();
  }
}

/** The events of one type. */
export type ProgressEventOf<T extends ProgressEvent['type']> = Extract<ProgressEvent, { readonly type: T }>;

/** Ends what `on` has begun: call it, or declare it with `using`. */
export type Subscription = (() => void) & Disposable;

interface Reader {
  readonly sessionId: string | undefined;
  readonly queue: EventQueue;
}

const TYPES = {
  run: true,
  session: true,
  act: true,
  step: true,
  page: true,
  human: true,
  log: true,
} as const satisfies Record<ProgressEvent['type'], true>;

function isOf(event: ProgressEvent, sessionId: string | undefined): boolean {
  return sessionId === undefined || ('sessionId' in event && event.sessionId === sessionId);
}

function isEndOf(event: ProgressEvent, sessionId: string | undefined): boolean {
  if (event.type !== (sessionId === undefined ? 'run' : 'session')) return false;
  return event.phase === 'ended' && isOf(event, sessionId);
}
