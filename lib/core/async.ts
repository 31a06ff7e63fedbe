import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets timers and answers have their turn when something is called that was canceled already. Code that tries again and
 * again would otherwise keep them, and with them the end of the process, from ever happening.
 */
export async function yieldIfAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) await nextTurn();
}

/**
 * Waits for `given`, but no longer than the signal allows. What the work does afterwards is ignored. Code of others may also give
 * a plain value.
 */
export async function abortable<T>(given: Promise<T> | T, signal: AbortSignal | undefined): Promise<T> {
  const work = Promise.resolve(given);
  if (signal === undefined) return work;
  // Work that loses the race must not become an unhandled rejection.
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise: aborted, reject } = deferred<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Waits for `work` for at most `timeoutMs`; then the value is `fallback`. */
export async function within<T, F>(options: {
  work: Promise<T>;
  timeoutMs: number;
  fallback: F;
}): Promise<T | F> {
  options.work.catch(() => {});
  const { promise, resolve } = deferred<F>();
  const timer = setTimeout(() => resolve(options.fallback), Math.max(0, options.timeoutMs));
  try {
    return await Promise.race([options.work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether `work` ends in time. What it does afterwards is ignored. */
export function settles(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  return within({ work: work.then(() => true), timeoutMs, fallback: false });
}

/** A promise, and how to settle it from outside: `Promise.withResolvers` of Node 22. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** Makes a {@link Deferred}. */
export function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
