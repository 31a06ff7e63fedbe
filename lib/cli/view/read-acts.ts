import type { ActTrace } from '../../contract/act-trace.ts';
import { isFileOfAct } from '../../contract/browser-trace.ts';
import type { ActSummary } from '../../service/index.ts';
import type { RunPlace } from '../../viewer/paths.ts';
import type { ActDetail, SessionDetail } from '../../viewer/view-model.ts';
import type { ArtifactPlace } from '../run-records/artifact-place.ts';
import type { FilesOfRun } from './files-of-run.ts';
import type { StoredTraces } from './stored-traces.ts';
import type { Unknowns } from './unknowns.ts';

/** The sessions of a run with their acts, and what happened in these as far as it was stored. What was not is told. */
export async function readActs(options: {
  readonly run: RunPlace;
  readonly sessionIds: readonly string[];
  readonly acts: readonly ActSummary[];
  /** `undefined` when nobody could look: that is said already. */
  readonly stored: { readonly files: FilesOfRun; readonly place: ArtifactPlace } | undefined;
  readonly traces: StoredTraces;
  readonly unknowns: Unknowns;
  /** Whether that is on local AWS. */
  readonly isLocal: boolean;
}): Promise<readonly SessionDetail[]> {
  const { run, acts, stored, traces, unknowns } = options;
  const missing: string[] = [];
  const detail = async (act: ActSummary): Promise<ActDetail> => {
    const { sessionId, actId, status, startedAt, endedAt } = act;
    const file = stored?.files.trace(act);
    if (stored !== undefined && file === undefined && endedAt !== undefined) missing.push(actId);
    const trace =
      stored === undefined || file === undefined
        ? undefined
        : await unknowns.ask<ActTrace | undefined>(
            `Trace of act ${actId}`,
            traces.trace({ ...run, sessionId, actId }, stored.place, file),
            undefined,
            'Traces of some acts',
          );
    const names = stored?.files.browserTraces(sessionId) ?? [];
    const browserTrace = names.find((name) => isFileOfAct(name, actId));
    return { id: actId, status, startedAt, endedAt, trace, browserTrace };
  };
  const details = await Promise.all(acts.map(detail));
  if (stored !== undefined && missing.length > 0)
    unknowns.say(
      `${missingText(missing, acts.length, stored.place, run)} ${options.isLocal ? WHO_STORES.locally : WHO_STORES.onAws}`,
    );
  // Acts of a session that is not in the list any more, or not yet.
  const ids = new Set([...options.sessionIds, ...acts.map(({ sessionId }) => sessionId)]);
  return [...ids].map((id) => {
    const own = details.filter((_, index) => acts[index]?.sessionId === id);
    const names = stored?.files.browserTraces(id) ?? [];
    return {
      id,
      acts: own,
      browserTraces: names.filter((name) => !own.some((act) => isFileOfAct(name, act.id))),
    };
  });
}

function missingText(
  missing: readonly string[],
  count: number,
  { bucket, prefix }: ArtifactPlace,
  { runId }: RunPlace,
): string {
  const whose =
    missing.length === 1
      ? `act ${missing[0]}`
      : missing.length === count
        ? `all ${count} acts`
        : `${missing.length} of ${count} acts`;
  const where = ['s3:/', bucket, ...(prefix === '' ? [] : [prefix]), 'runs', runId].join('/');
  return `No trace of ${whose}: none in ${where}/.`;
}

const WHO_STORES = {
  onAws: 'A workflow stores them when a session is closed, where it is deployed or has s3Artifacts.',
  locally:
    'Local AWS exports them at the end of acts of workflows that are deployed to it; a workflow itself stores them there only with s3Artifacts, or NOVA_ACT_ARTIFACTS=1.',
} as const;
