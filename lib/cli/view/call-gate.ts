import type { InitializeMiddleware, MetadataBearer, Pluggable } from '@smithy/types';

/** Lets so many calls of services go on at the same time; the others wait for their turn. */
export class CallGate {
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

  /** Puts all calls of a client behind the gate. */
  guard(client: GuardedClient): void {
    const inTurn: InitializeMiddleware<object, MetadataBearer> = (next) => async (args) =>
      await this.run(() => next(args));
    client.middlewareStack.use({
      applyToStack: (stack) =>
        stack.add(inTurn, { step: 'initialize', name: 'novaActCallGate', override: true }),
    });
  }
}

/** A client, as far as it matters here. */
export interface GuardedClient {
  readonly middlewareStack: { use(plugin: Pluggable<object, MetadataBearer>): void };
}
