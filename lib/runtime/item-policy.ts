import { SESSION_ENDED } from '../contract/error.ts';
import type { InvocationRecord } from '../contract/invocation-record.ts';
import { ITEM_ERROR } from '../contract/item-step.ts';

/**
 * What becomes of an item that is started, by the record of it that is stored. This process does not run it: what the record calls
 * running was lost with its session. Pure.
 *
 * - What has succeeded, and a failure that nobody was told, is told: its task may have been lost while it was, and to run it again
 *   would do twice what it does.
 * - What was lost is run again, and so is a failure that was told, or that is older than the last redrive: whoever starts it then
 *   wants another attempt.
 *
 * @param redrive how often the execution was redriven that starts it
 */
export function whatToDoWithItem(record: InvocationRecord | undefined, redrive: number): ItemDecision {
  if (record === undefined) return { what: 'run', attempts: 1 };
  const { status, error, exit, item } = record;
  const again: ItemDecision = { what: 'run', attempts: (item?.attempts ?? 1) + 1 };
  if (status === 'SUCCEEDED') return { what: 'tell', record };
  const wasLost = status === 'RUNNING' || error?.name === SESSION_ENDED || exit !== undefined;
  const wasTold = item?.told === true;
  return wasLost || wasTold || (item?.redrive ?? 0) < redrive ? again : { what: 'tell', record };
}

export type ItemDecision =
  | { readonly what: 'run'; readonly attempts: number }
  | { readonly what: 'tell'; readonly record: InvocationRecord };

/** Why an item cannot be run by this host at all; `undefined` when it can. */
export function itemProblem(given: {
  readonly sessionId: string | undefined;
  /** The session in which each attempt looks for the record of the one before. */
  readonly expected: string;
  readonly hasStore: boolean;
}): { readonly name: string; readonly message: string } | undefined {
  const { sessionId, expected, hasStore } = given;
  const name = ITEM_ERROR.refused;
  if (!hasStore) {
    const message =
      'Items of fleets need an artifact bucket, and this host has none: a second attempt could not know of the first. Set NOVA_ACT_ARTIFACT_BUCKET. Nothing was run.';
    return { name, message };
  }
  if (sessionId === expected) return undefined;
  const came = sessionId === undefined ? 'no session' : `the session ${sessionId}`;
  const message = `The item came in ${came}; it must come in the session ${expected}, which its key names: the next attempt looks for its record there. Nothing was run.`;
  return { name, message };
}

/** How long after the last heartbeat the next one is sent: two may be lost before the task counts as lost. */
export function beatPauseMs(heartbeatSeconds: number): number {
  return Math.min(MAX_BEAT_PAUSE_MS, Math.floor((heartbeatSeconds * 1000) / 3));
}

/** Whoever stops an execution does not want to pay for its items for long: hosts learn of it by the next heartbeat. */
const MAX_BEAT_PAUSE_MS = 30_000;

/** How long to wait before the end is told another time. @param attempts so far */
export function tellPauseMs(attempts: number): number {
  return Math.min(MAX_TELL_PAUSE_MS, FIRST_TELL_PAUSE_MS * 2 ** (attempts - 1));
}

const FIRST_TELL_PAUSE_MS = 250;
const MAX_TELL_PAUSE_MS = 20_000;
