/**
 * Does something by a signal that follows `signal` `graceMs` later. A creation that is cut off at once may leave behind
 * what nobody knows of and nobody can report; one that hangs must not hold up an abort, either.
 */
export async function withGrace<T>(
  signal: AbortSignal,
  graceMs: number,
  work: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  if (graceMs === 0) return await work(signal);
  const patient = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => patient.abort(signal.reason), graceMs);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work(patient.signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}
