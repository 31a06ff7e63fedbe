import type { NovaActClient } from '../../service/index.ts';
import type { Patience } from '../../service/repeat-policy.ts';

/** How long the creation of an act is repeated: it has a token, so that a repeated request makes no second one. */
export function creationPatience(timeoutMs: number | undefined): Patience {
  return { ...SESSION_PATIENCE, throttledMs: throttledMs(timeoutMs) };
}

/**
 * How long a step is repeated. It has no token: when the answer was lost, the model may have taken the step, so the
 * request is made again only as often as the client's `maxAttempts` allow, which is once by default.
 */
export async function stepPatience(client: NovaActClient, timeoutMs: number | undefined): Promise<Patience> {
  const lostRepeats = (await client.config.maxAttempts()) - 1;
  const { unreachableMs } = SESSION_PATIENCE;
  return { throttledMs: throttledMs(timeoutMs), unreachableMs, lostMs: Infinity, lostRepeats };
}

/** How long the creation of a session is repeated. */
export const SESSION_PATIENCE: Patience = { throttledMs: 60_000, lostMs: 20_000, unreachableMs: 30_000 };

/** A throttled request was not run: it waits as long as the act has time, or five minutes when there is no limit. */
function throttledMs(timeoutMs: number | undefined): number {
  return timeoutMs === undefined ? 300_000 : Infinity;
}
