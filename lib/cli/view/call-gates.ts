import { isInstance } from '../../core/thrown.ts';
import { SilentError, withinTime } from './silent-error.ts';

/**
 * Lets so many calls of each operation go on at the same time, and none for longer than it may take; the others wait for their
 * turn. What does not answer holds up nothing but its like.
 */
export class CallGates {
  readonly #limits: CallLimits;
  readonly #gates = new Map<string, CallGate>();

  constructor(limits: CallLimits) {
    this.#limits = limits;
  }

  /** Puts all calls of a client behind the gates. */
  guard(client: GuardedClient): void {
    const send = client.send.bind(client);
    client.send = async (command, options = {}) => {
      const operation = operationOf(command);
      const gate = this.#gates.get(operation) ?? new CallGate(this.#limits.atOnce);
      this.#gates.set(operation, gate);
      const call = (abortSignal: AbortSignal) => send(command, { ...options, abortSignal });
      try {
        return await gate.run(() => this.#inTime(call, options.abortSignal));
      } catch (error) {
        if (typeof error === 'object' && error !== null) failedCalls.set(error, operation);
        throw error;
      }
    };
  }

  async #inTime<T>(call: (signal: AbortSignal) => Promise<T>, given: AbortSignal | undefined): Promise<T> {
    const late = new AbortController();
    const signal = given === undefined ? late.signal : AbortSignal.any([given, late.signal]);
    try {
      return await withinTime(call(signal), this.#limits.timeMs);
    } catch (error) {
      // So that it is not tried again.
      if (isInstance(error, SilentError)) late.abort();
      throw error;
    }
  }
}

/** The operation of AWS that has failed so, such as `ListActs`, as far as it was called through gates. */
export function failedOperation(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? failedCalls.get(error) : undefined;
}

export interface CallLimits {
  /** Calls of the same operation. */
  readonly atOnce: number;
  /** With all attempts; not what is read of a body. */
  readonly timeMs: number;
}

type CallOptions = { readonly abortSignal?: AbortSignal };

/** A client, as far as it matters here. */
export interface GuardedClient {
  send(command: object, options?: CallOptions): Promise<unknown>;
}

const failedCalls = new WeakMap<object, string>();

function operationOf(command: object): string {
  return command.constructor.name.replace(/Command$/, '');
}

class CallGate {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await call();
    } finally {
      const next = this.#waiting.shift();
      // The place goes on to who waits.
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
