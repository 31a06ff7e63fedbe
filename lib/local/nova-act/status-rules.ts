/** What may follow what in the life of runs and acts. Pure. */
import type { ActStatus, WorkflowRunStatus } from '../../service/index.ts';

/** What to do with a request that sets a status. */
export type StatusChange = 'apply' | 'nothing' | 'ended' | 'forbidden';

const ENDED: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'TIMED_OUT']);

/** True when nothing can happen any more in a run or act with this status. */
export function isEnded(status: ActStatus | WorkflowRunStatus): boolean {
  return ENDED.has(status);
}

/** Whether a run or an act may still come to an end. */
export function goesOn({ status }: { readonly status: ActStatus | WorkflowRunStatus }): boolean {
  return status !== 'DELETING' && !isEnded(status);
}

/**
 * Setting the same status again does nothing, so that a repeated request is harmless. An ended run or act stays as
 * it is. DELETING is the service's own to set.
 */
export function statusChange(options: {
  readonly from: ActStatus | WorkflowRunStatus;
  readonly to: ActStatus | WorkflowRunStatus;
}): StatusChange {
  const { from, to } = options;
  if (to === 'DELETING') return 'forbidden';
  if (from === to) return 'nothing';
  return isEnded(from) ? 'ended' : 'apply';
}
