/**
 * Where what a session leaves is in the artifact bucket, below the prefix of its workflow and beside the records of
 * invocations: the traces of its acts, and what local AWS exports of them.
 */
export function sessionKeys(session: { readonly workflowRunId: string; readonly sessionId: string }): string {
  const { workflowRunId, sessionId } = session;
  return `runs/${workflowRunId}/sessions/${sessionId}`;
}

/** Where local AWS exports what happened in an act: a trace that is called {@link EXPORTED_ACT}, and its pictures beside it. */
export function exportedActKeys(act: {
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
}): string {
  return `${sessionKeys(act)}/acts/${act.actId}`;
}

/** The name of that trace. */
export const EXPORTED_ACT = 'act.json';

/** What the file with the trace of an act ends with, in the folder of its session. */
export const TRAJECTORY_SUFFIX = '_trajectory.json';

/** All keys below any of these, as policies name them. */
export const SESSION_KEYS_PATTERN = 'runs/*/sessions/*';
