import type { ErrorDescription } from '../../contract/error.ts';
import type { InvocationRecord } from '../../contract/invocation-record.ts';

/**
 * The record of an invocation that has ended, from the last one that was written of it. An end that is on record stays:
 * the host knew better. Pure.
 */
export function completed(
  record: InvocationRecord,
  known: {
    /** Absent when it is on record. */
    readonly end: InvocationEnd | undefined;
    /** The runs that local AWS saw beginning in it. */
    readonly runs: readonly string[];
    readonly log: string | undefined;
  },
): InvocationRecord {
  const { end, runs, log } = known;
  const workflowRunIds = [...new Set([...(record.workflowRunIds ?? []), ...runs])];
  const joined = {
    ...record,
    log: record.log ?? log,
    ...(workflowRunIds.length > 0 && { workflowRunIds }),
  };
  if (record.status !== 'RUNNING') return joined;
  return { ...joined, endedAt: new Date().toISOString(), ...end };
}

/** How an invocation ended, as local AWS saw it. */
export type InvocationEnd =
  | { readonly status: 'SUCCEEDED'; readonly result?: unknown }
  | { readonly status: 'FAILED'; readonly error: ErrorDescription; readonly exit?: string | undefined };
