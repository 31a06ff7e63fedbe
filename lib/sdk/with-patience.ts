/**
 * Creates something at the service by a signal that follows `signal` a moment later. A creation that is cut off at
 * once may leave behind what nobody knows of and nobody can report; one that hangs must not hold up an abort, either.
 */
export async function withPatience<T>(
  signal: AbortSignal,
  create: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const patient = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(() => patient.abort(signal.reason), PATIENCE_MS);
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await create(patient.signal);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}

/** How long a creation that is under way may go on after an abort. */
const PATIENCE_MS = 2_000;
