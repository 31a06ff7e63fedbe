import { didYouMean } from '../../core/suggest.ts';
import type { WorkflowRunStatus } from '../../service/index.ts';
import { numberOption } from '../number-option.ts';
import { parseSince } from '../since.ts';
import { UsageError } from '../usage-error.ts';
import type { RunOptions } from './run-options.ts';

/** What `runs list` was called with: texts, as they were typed. */
export interface RunListOptions extends RunOptions {
  readonly status?: string | undefined;
  readonly limit?: string | undefined;
  readonly since?: string | undefined;
  readonly sessions?: boolean | undefined;
}

/** Which runs are listed. */
export interface WantedRuns {
  readonly limit: number;
  readonly status: WorkflowRunStatus | undefined;
  /** Only runs that began then or later. */
  readonly sinceMs: number | undefined;
}

/** @throws UsageError for what cannot be understood, or contradicts itself */
export function wantedRuns(options: RunListOptions, nowMs: number): WantedRuns {
  const { status, limit = '20', since, workflow, definition } = options;
  if (workflow !== undefined && definition !== undefined) {
    throw new UsageError({
      what: `Both a workflow (${workflow}) and --definition were given.`,
      fix: 'Leave one of them out.',
    });
  }
  return {
    limit: numberOption(limit, { name: '--limit', of: 'runs', min: 1, max: MAX_LIMIT }),
    status: status === undefined ? undefined : statusOf(status),
    sinceMs: since === undefined ? undefined : parseSince(since, nowMs),
  };
}

function statusOf(text: string): WorkflowRunStatus {
  const found = STATUSES.find((status) => status === text.toUpperCase());
  if (found !== undefined) return found;
  const meant = didYouMean(text, STATUSES);
  throw new UsageError({
    what: `--status "${text}" is no status of a run.`,
    allowed: `There are ${STATUSES.join(', ')}.`,
    fix: meant === undefined ? undefined : `Did you mean "${meant}"?`,
  });
}

export const STATUSES: readonly WorkflowRunStatus[] = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'DELETING',
];
const MAX_LIMIT = 10_000;
