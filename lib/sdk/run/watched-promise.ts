/**
 * A promise that notices what becomes of it: whether somebody waits for it, or at least deals with its rejection. Until
 * then it is no unhandled rejection that ends the process: whoever watches it reports what nobody dealt with.
 *
 * To `await` it is a plain promise with one reaction, so that V8 finds the code that awaits it: stacks of errors name that.
 *
 * @see https://v8.dev/docs/stack-trace-api#async-stack-traces
 */
export class WatchedPromise<T> extends Promise<T> {
  static {
    // What `await` reads of a promise, and `then` and `finally`, too, to know of which class theirs should be.
    Object.defineProperty(WatchedPromise.prototype, 'constructor', {
      get(this: WatchedPromise<unknown>): PromiseConstructor {
        if (#watcher in this && !this.#isAtWork) this.#watcher.waitedFor();
        return Promise;
      },
    });
  }

  readonly #watcher: PromiseWatcher;
  readonly #isHandled: boolean;
  #isAtWork = false;

  /** @param isHandled - comes after a handler of rejections: what that throws is nobody's but its author's */
  constructor(work: Promise<T>, watcher: PromiseWatcher, isHandled = false) {
    super((resolve, reject) => {
      work.then(resolve, (error: unknown) => {
        reject(error);
        // Soon enough for Node, and late enough for the stack of the error.
        if (!isHandled) queueMicrotask(() => void this.#atWork(() => super.then(undefined, () => {})));
      });
    });
    this.#watcher = watcher;
    this.#isHandled = isHandled;
  }

  /** Also called by `return`, `catch`, and the likes of `Promise.all`. */
  // biome-ignore lint/suspicious/noThenProperty: a promise has one, and this is where it notices who waits for it
  override then<F = T, R = never>(
    onFulfilled?: ((value: T) => F | PromiseLike<F>) | null,
    onRejected?: ((reason: unknown) => R | PromiseLike<R>) | null,
  ): Promise<F | R> {
    const next = this.#atWork(() => super.then(onFulfilled, onRejected));
    if (isOfEngine(onFulfilled)) {
      this.#watcher.waitedFor();
      return next;
    }
    if (typeof onFulfilled === 'function') this.#watcher.valueHandled();
    const handles = typeof onRejected === 'function';
    if (handles) this.#watcher.rejectionHandled();
    return new WatchedPromise(next, this.#watcher, this.#isHandled || handles);
  }

  override finally(onFinally?: (() => void) | null): Promise<T> {
    const plain = this.#atWork(() => super.then());
    return new WatchedPromise(plain.finally(onFinally), this.#watcher, this.#isHandled);
  }

  #atWork<R>(work: () => R): R {
    this.#isAtWork = true;
    try {
      return work();
    } finally {
      this.#isAtWork = false;
    }
  }
}

/** Gets to know what becomes of a promise, and of those that are made of it by `then`, `catch` and `finally`. */
export interface PromiseWatcher {
  /** Somebody goes on only when it has settled, and gets its value or error. */
  readonly waitedFor: () => void;
  /** A function of the caller's gets its value. */
  readonly valueHandled: () => void;
  /** A function of the caller's gets its error. */
  readonly rejectionHandled: () => void;
}

/**
 * Whether `then` was called by the engine, which hands over functions of its own, without a name: that is how a promise
 * is waited for. Callbacks of a program have a source text, or at least a name.
 *
 * @see https://tc39.es/ecma262/#sec-createresolvingfunctions
 */
function isOfEngine(callback: unknown): boolean {
  return (
    typeof callback === 'function' &&
    callback.name === '' &&
    Function.prototype.toString.call(callback) === 'function () { [native code] }'
  );
}
