/**
 * When an event of the desk is over, however often what it stands on was tried: before the function's own end, which would say nothing to
 * anybody, and before workflows and pages stop waiting for the answer.
 */
export function eventDeadline(): AbortSignal {
  return AbortSignal.timeout(EVENT_MS);
}

const EVENT_MS = 7_000;
