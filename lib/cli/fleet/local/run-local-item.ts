import { asyncEnvelope, statusEnvelope } from '../../../contract/envelope.ts';
import { SESSION_ENDED } from '../../../contract/error.ts';
import { type FleetItem, itemInvocationId, itemSessionId } from '../../../contract/fleet-item.ts';
import { type FleetResult, type FleetResultError, ITEM_STOPPED } from '../../../contract/fleet-result.ts';
import type { InvocationRecord } from '../../../contract/invocation-record.ts';
import { itemFactsOf } from '../../../contract/item-outcome.ts';
import { WAIT_SECONDS } from '../../../contract/limits.ts';
import { messageOf } from '../../../core/errors.ts';
import { askForRecord } from '../../invoke/async.ts';
import { type RuntimeSession, stopRuntimeSession } from '../../invoke/runtime-session.ts';
import { askPersistently, ItemUnansweredError } from './ask-persistently.ts';

/**
 * Runs one item in its own session, waits for its end, and stops the session. One whose session was lost is run again, and one
 * that has failed, as often as the retries say; not one that took too long.
 *
 * @returns what became of it; `undefined` when it was interrupted before it was begun
 * @throws when local AWS is not there any more
 */
export async function runLocalItem(item: FleetItem, run: LocalItemOptions): Promise<FleetResult | undefined> {
  const { signal, retries } = run;
  const session = { ...run.runtime, sessionId: itemSessionId(item.key) };
  const startedAt = new Date().toISOString();
  const left = { lost: retries.lost, failed: retries.failed };
  let redrive = run.redrive;
  let begun = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      begun = true;
      const tooLong = AbortSignal.timeout(run.maxLifetimeSeconds * 1000);
      const limit = AbortSignal.any([signal, tooLong]);
      const outcome = await attempt(item, session, { redrive, signal: limit }).catch((error: unknown) => {
        if (!tooLong.aborted || signal.aborted) throw error;
        return undefined;
      });
      if (outcome === undefined) return timedOut(item, run.maxLifetimeSeconds, startedAt);
      if ('unanswered' in outcome) {
        // The process was gone before it could answer; its host has written no end.
        const { unanswered } = outcome;
        if (unanswered.name !== SESSION_ENDED || left.lost === 0) return failed(item, unanswered, startedAt);
        left.lost -= 1;
        continue;
      }
      const { record } = outcome;
      if (record.status === 'SUCCEEDED') return ofRecord(item, record);
      if (isLost(record)) {
        if (left.lost === 0) return ofRecord(item, record);
        left.lost -= 1;
      } else {
        if (left.failed === 0) return ofRecord(item, record);
        left.failed -= 1;
        // A host tells a failure of the same redrive again: this asks it to run the workflow.
        redrive += 1;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return begun ? aborted(item, messageOf(signal.reason), startedAt) : undefined;
  } finally {
    if (begun) await stop(session);
  }
}

/** How items are run. */
export interface LocalItemOptions {
  readonly runtime: Omit<RuntimeSession, 'sessionId'>;
  /** What has failed with a smaller one is run again. */
  readonly redrive: number;
  readonly retries: { readonly lost: number; readonly failed: number };
  /** How long one attempt may take. */
  readonly maxLifetimeSeconds: number;
  readonly signal: AbortSignal;
}

/** Starts the item, and waits for the end of what was started. */
async function attempt(
  { key, index, payload }: FleetItem,
  session: RuntimeSession,
  { redrive, signal }: { readonly redrive: number; readonly signal: AbortSignal },
): Promise<{ readonly record: InvocationRecord } | { readonly unanswered: FleetResultError }> {
  const body = asyncEnvelope(Buffer.from(JSON.stringify(payload)), { key, index, redrive });
  try {
    let record = await askPersistently(() => askForRecord(session, { payload: body, signal }), { signal });
    while (record.status === 'RUNNING') {
      const payload = statusEnvelope({ id: itemInvocationId(key), waitSeconds: WAIT_SECONDS });
      const ask = () => askForRecord(session, { payload, signal, repeatable: true });
      record = await askPersistently(ask, { signal });
    }
    return { record };
  } catch (error) {
    if (error instanceof ItemUnansweredError) return { unanswered: error.reason };
    throw error;
  }
}

function isLost({ error, exit }: InvocationRecord): boolean {
  return error?.name === SESSION_ENDED || exit !== undefined;
}

function ofRecord(item: FleetItem, record: InvocationRecord): FleetResult {
  const { status, error } = record;
  // What a host answers has no session: the one that asks knows it.
  const facts = { ...itemFactsOf(record), ...common(item) };
  if (status === 'SUCCEEDED') return { ...facts, status, result: record.result ?? null };
  const { name = SESSION_ENDED, message = record.exit ?? '', code, issues } = error ?? {};
  return { ...facts, status: 'FAILED', error: { name, message, code, issues } };
}

function failed(item: FleetItem, error: FleetResultError, startedAt: string): FleetResult {
  return withoutRecord(item, { status: 'FAILED', error, startedAt });
}

/** By the name that Step Functions gives it: it would take as long once more. */
function timedOut(item: FleetItem, seconds: number, startedAt: string): FleetResult {
  const message = `It took longer than ${seconds} s (maxLifetimeSeconds of its workflow).`;
  return withoutRecord(item, { status: 'TIMED_OUT', error: { name: 'States.Timeout', message }, startedAt });
}

function aborted(item: FleetItem, message: string, startedAt: string): FleetResult {
  return withoutRecord(item, { status: 'ABORTED', error: { name: ITEM_STOPPED, message }, startedAt });
}

function withoutRecord(
  item: FleetItem,
  known: Required<Pick<FleetResult, 'status' | 'error' | 'startedAt'>>,
): FleetResult {
  const facts = { invocationId: itemInvocationId(item.key), workflowRunIds: [], attempts: 0 };
  return { ...common(item), ...facts, ...known, endedAt: new Date().toISOString() };
}

function common({ key, index, itemId, payload }: FleetItem) {
  return { key, index, itemId, item: payload, sessionId: itemSessionId(key) };
}

/** What keeps a session from being stopped is not worth a failure: it ends by itself. */
async function stop(session: RuntimeSession): Promise<void> {
  try {
    await stopRuntimeSession(session);
  } catch {}
}
