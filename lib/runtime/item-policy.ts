import { SESSION_ENDED } from '../contract/error.ts';
import { InvalidItemError, itemInKey } from '../contract/fleet-item.ts';
import type { InvocationRecord, RecordedItem } from '../contract/invocation-record.ts';
import type { ItemRun } from '../contract/item-run.ts';
import { ITEM_ERROR } from '../contract/item-step.ts';
import { show } from '../core/problems.ts';

/**
 * What becomes of an item that is started, by the record of it that is stored. This process does not run it: what the record calls
 * running was lost with its session. Pure.
 *
 * - What has succeeded, and a failure that nobody was told, is told: its task may have been lost while it was, and to run it again
 *   would do twice what it does.
 * - What was lost is run again, as often as the fleet says in each redrive; and so is a failure that was told, or that is older than
 *   the last redrive, or of another execution: whoever starts it then wants another attempt.
 * - What is of another item, or of none, is never told.
 */
export function whatToDoWithItem(record: InvocationRecord | undefined, run: ItemRun): ItemDecision {
  const { key, index, execution, redrive, lostRetries = Number.POSITIVE_INFINITY } = run;
  const named = { key, index, execution, redrive };
  if (record === undefined) return { what: 'run', item: { ...named, attempts: 1 } };
  const { status, error, exit, item } = record;
  // Whatever it is, it must not become the end of this item.
  if (item?.key !== key) return { what: 'refuse', error: foreignRecord(record) };
  const other = otherItem(item, run);
  if (other !== undefined) return { what: 'refuse', error: other };
  if (status === 'SUCCEEDED') return { what: 'tell', record };
  const isOlder = item.redrive < redrive || isOtherExecution(item, run);
  const wasLost = status === 'RUNNING' || error?.name === SESSION_ENDED || exit !== undefined;
  const lostBefore = isOlder ? 0 : (item.lost ?? 0);
  const lost = wasLost && !isOlder ? lostBefore + 1 : lostBefore;
  if (wasLost && lost > lostRetries) return { what: 'tell', record: givenUp(record, { item, lost }) };
  if (!wasLost && item.told !== true && !isOlder) return { what: 'tell', record };
  return {
    what: 'run',
    item: { ...named, attempts: item.attempts + 1, ...(lost > 0 && { lost }) },
  };
}

export type ItemDecision =
  | { readonly what: 'run'; readonly item: RecordedItem }
  /** What is recorded, or what becomes of it now. */
  | { readonly what: 'tell'; readonly record: InvocationRecord }
  | { readonly what: 'refuse'; readonly error: ItemProblem };

/** Why an item is not run. */
export interface ItemProblem {
  readonly name: string;
  readonly message: string;
}

/**
 * Why what was started is not the item that has the same key; `undefined` when it is. Lists that nobody has checked may name two items
 * alike; the second must not get what became of the first.
 */
export function otherItem(known: Pick<RecordedItem, 'index'>, run: ItemRun): ItemProblem | undefined {
  const { key, index } = run;
  if (known.index === undefined || index === undefined || known.index === index) return undefined;
  const { itemId } = itemInKey(key) ?? {};
  const name = itemId === undefined ? `the key ${show(key)}` : `the itemId ${show(itemId)}`;
  const problem = `another item of this fleet, at place ${known.index} of its list, has ${name} that this one, at place ${index}, has: give each item a name of its own, or none`;
  const { name: errorName, message } = new InvalidItemError(problem);
  return { name: errorName, message };
}

/** An execution may be told by none: then it is taken for the same. */
function isOtherExecution(item: RecordedItem, { execution }: ItemRun): boolean {
  return item.execution !== undefined && execution !== undefined && item.execution !== execution;
}

function foreignRecord({ id }: Pick<InvocationRecord, 'id'>): ItemProblem {
  return unreadableRecord(id, 'it is of another item, or of no item of a fleet');
}

/** What stands in the place of the record of an item is none of it, so that nobody knows whether it has run. @param why for the end of a sentence */
export function unreadableRecord(id: string, why: string): ItemProblem {
  const message = `What is stored in the place of the record ${id} is not the record of this item: ${why}. Nobody knows whether the item has run before. Look at this object of the artifact bucket (invocations/…), remove it, and start the item again. Nothing was run.`;
  return { name: ITEM_ERROR.refused, message };
}

/** Its process was lost, again and again, perhaps before anybody heard that it had begun: those who start it cannot count that. */
function givenUp(
  record: InvocationRecord,
  { item, lost }: { readonly item: RecordedItem; readonly lost: number },
): InvocationRecord {
  const message = `The workflow was begun ${item.attempts === 1 ? 'once' : `${item.attempts} times`}, and its session was lost ${lost === 1 ? 'once' : `${lost} times`} before it ended, which is more often than it may be begun again (retries.lost). Perhaps it ends its process itself, or takes more memory than there is: its log says more. It was not begun again.`;
  return {
    ...record,
    status: 'FAILED',
    endedAt: record.endedAt ?? new Date().toISOString(),
    error: { name: SESSION_ENDED, message },
  };
}

/** Why an item cannot be run by this host at all; `undefined` when it can. */
export function itemProblem(given: {
  readonly sessionId: string | undefined;
  /** The session in which each attempt looks for the record of the one before. */
  readonly expected: string;
  readonly hasStore: boolean;
}): ItemProblem | undefined {
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
