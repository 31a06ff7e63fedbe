import type { WorkflowRunSummary } from '../../service/index.ts';

/** What a sweep looks at, in Unix time in milliseconds. */
export interface SweepWindow {
  /** A run that started before has no session any more. */
  readonly lostBeforeMs: number;
  /** Runs that started before were looked at by sweeps before, more than once. `-Infinity`: all are looked at. */
  readonly backToMs: number;
  /** Runs that started before and have ended are left: their records were looked at by sweeps before. */
  readonly endedBackToMs: number;
}

/**
 * The window of a sweep: what crossed the limit in the last hour, or since four sweeps if that is longer. The first sweep of
 * a day (UTC), and one that somebody calls by hand, look at all runs: those that were lost before there was a sweep, or
 * while it was out of order.
 *
 * @param options.scheduledAt when the schedule called, in ISO 8601; nothing when it was not the schedule
 */
export function sweepWindow(options: {
  readonly nowMs: number;
  readonly lostAfterSeconds: number;
  readonly everyMinutes: number;
  readonly scheduledAt: string | undefined;
}): SweepWindow {
  const { nowMs, lostAfterSeconds, everyMinutes, scheduledAt } = options;
  const lostBeforeMs = nowMs - lostAfterSeconds * 1000;
  const recentMs = lostBeforeMs - Math.max(MIN_LOOK_BACK_MINUTES, SWEEPS * everyMinutes) * MINUTE_MS;
  const sinceMidnightMs = Date.parse(scheduledAt ?? '') % DAY_MS;
  const isRegular = sinceMidnightMs >= everyMinutes * MINUTE_MS;
  return {
    lostBeforeMs,
    backToMs: isRegular ? recentMs : Number.NEGATIVE_INFINITY,
    endedBackToMs: recentMs,
  };
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MIN_LOOK_BACK_MINUTES = 60;
/** As many sweeps look at a run before it is passed by: what fails once is tried again. */
const SWEEPS = 4;

/** What is to be done about a run. */
export type LostRunVerdict =
  /** Nothing. */
  | 'leave'
  /** It has ended; its invocation may not know it. */
  | 'complete-record'
  /** It runs, and nobody is there who could end it. */
  | 'end';

/**
 * A run is younger than the session that it runs in: once it is older than any session can be, its session is gone.
 *
 * Whether the service ever sets TIMED_OUT by itself is not documented. If it does, only the record is left to complete, as
 * for a run that was ended as FAILED by somebody who could not write the record.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_WorkflowRunSummary.html
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-lifecycle-settings.html
 */
export function verdictOn(
  { status, startedAt }: Pick<WorkflowRunSummary, 'status' | 'startedAt'>,
  { lostBeforeMs, endedBackToMs }: SweepWindow,
): LostRunVerdict {
  const startedMs = startedAt.getTime();
  if (startedMs > lostBeforeMs) return 'leave';
  if (status === 'RUNNING') return 'end';
  const mayBeUnknown = status === 'FAILED' || status === 'TIMED_OUT';
  return mayBeUnknown && startedMs >= endedBackToMs ? 'complete-record' : 'leave';
}
