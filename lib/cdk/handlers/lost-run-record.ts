import { SESSION_ENDED } from '../../contract/error.ts';
import {
  type InvocationRecord,
  isInSession,
  isInvocationRecord,
  recordKey,
  runKey,
  sessionInId,
} from '../../contract/invocation-record.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { ArtifactStore } from '../../runtime/artifact-store.ts';

/**
 * What a host wrote when it began a run.
 *
 * @returns nothing when no host of this project began it in a session; an empty object when what is there cannot be read: a
 *   host began it, and which invocation it belongs to is not known
 */
export async function readPointer(
  store: ArtifactStore,
  runId: string,
): Promise<{ readonly invocationId?: string } | undefined> {
  const text = await store.get(runKey(runId));
  if (text === undefined) return undefined;
  const pointer = parseJson(text);
  if (!(isRecord(pointer) && typeof pointer.invocationId === 'string')) return {};
  const { invocationId } = pointer;
  // A container that somebody runs elsewhere lives as long as they like.
  return isInSession(invocationId) ? { invocationId } : undefined;
}

/**
 * Writes the end into the record of an invocation that still says RUNNING.
 *
 * @returns whether it did
 */
export async function completeRecord(
  store: ArtifactStore,
  { invocationId }: { readonly invocationId?: string },
): Promise<boolean> {
  const key = invocationId === undefined ? undefined : recordKey(invocationId, sessionInId(invocationId));
  const text = key === undefined ? undefined : await store.get(key);
  if (key === undefined || text === undefined) return false;
  const record = parseJson(text);
  if (!isInvocationRecord(record) || record.status !== 'RUNNING') return false;
  await store.put(key, JSON.stringify(ended(record)));
  return true;
}

function ended(record: InvocationRecord): InvocationRecord {
  return {
    ...record,
    status: 'FAILED',
    endedAt: new Date().toISOString(),
    error: {
      name: SESSION_ENDED,
      message:
        'The runtime session ended before the invocation did, and nobody could store its outcome. Its log says how far it came.',
    },
  };
}
