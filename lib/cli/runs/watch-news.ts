import { formatDuration } from '../../core/format-duration.ts';
import type { ActSummary } from '../../service/index.ts';
import type { RunLog } from '../run-records/run-log.ts';
import { counted } from './run-text.ts';

/**
 * What has happened in the acts of a run since they were last looked at, in lines. Pure.
 *
 * @returns the lines, and what to compare with the next time
 */
export function actNews(
  known: ReadonlyMap<string, WatchedAct>,
  summaries: readonly ActSummary[],
  log: RunLog,
): { readonly lines: readonly string[]; readonly acts: ReadonlyMap<string, WatchedAct> } {
  const acts = new Map<string, WatchedAct>();
  const lines = summaries.flatMap((summary) => {
    const { actId, status } = summary;
    const logged = log.acts.get(actId) ?? { steps: [] };
    const before = known.get(actId);
    acts.set(actId, { status, stepCount: logged.steps.length });
    const name = `act ${actId.slice(0, 8)}`;
    const prompt = logged.prompt === undefined ? '' : `: ${JSON.stringify(logged.prompt)}`;
    return [
      ...(before === undefined ? [`  ${name} began${prompt}`] : []),
      ...logged.steps
        .map(({ url, calls }, index) => `    step ${index + 1} on ${url}: ${calls.join(', ')}`)
        .slice(before?.stepCount ?? 0),
      ...(status === (before?.status ?? 'RUNNING') ? [] : [`  ${name} ${outcome(summary, log)}`]),
    ];
  });
  return { lines, acts };
}

/** An act as it was last seen. */
export interface WatchedAct {
  readonly status: string;
  readonly stepCount: number;
}

function outcome({ actId, status, startedAt, endedAt }: ActSummary, log: RunLog): string {
  const { steps = [], error } = log.acts.get(actId) ?? {};
  const lasted =
    endedAt === undefined ? '' : ` after ${formatDuration(endedAt.getTime() - startedAt.getTime())}`;
  const took = steps.length === 0 ? '' : `, ${counted(steps.length, 'step')}`;
  return `${status}${lasted}${took}${error === undefined ? '' : `: ${error}`}`;
}
