import { MAX_LIFECYCLE_SECONDS } from '../../catalog/limits.ts';
import type { RunInvocation } from '../run-records/open-invocations.ts';

/**
 * Why a run that is RUNNING has nobody any more who could end it; `undefined` when that is not known. A run of a laptop may
 * take as long as it likes. Pure.
 */
export function lostBecause(
  { status, startedAt }: { readonly status: string; readonly startedAt: Date },
  invocation: RunInvocation | undefined,
  nowMs: number,
): string | undefined {
  if (status !== 'RUNNING' || invocation === undefined) return undefined;
  const { record, sessionId } = invocation;
  const endedMs = record?.status === 'RUNNING' ? Number.NaN : Date.parse(record?.endedAt ?? '');
  // A host ends its runs before its record; what takes longer has failed.
  if (nowMs - endedMs > MARGIN_MS) {
    const why = record?.error === undefined ? '' : ` with ${record.error.name}`;
    return `its invocation ended (${record?.status}${why}) at ${record?.endedAt}, and nobody could tell the service that the run did, too`;
  }
  if (sessionId !== undefined && nowMs - startedAt.getTime() > MAX_LIFECYCLE_SECONDS * 1000 + MARGIN_MS) {
    return `it was begun in a runtime session more than ${MAX_LIFECYCLE_SECONDS / 3600} hours ago, and none lives longer`;
  }
  return undefined;
}

const MARGIN_MS = 60_000;
