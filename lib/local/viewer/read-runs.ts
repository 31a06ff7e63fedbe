import { formatCount } from '../../report/format.ts';
import type { RunItem, RunQuery, RunsPage, ShownError } from '../../viewer/view-model.ts';
import { placeIn, sliceOf } from '../nova-act/slice.ts';
import type { WholeRun } from '../nova-act/state/packed-run.ts';
import { type RunHead, sequenceOfEntry } from '../nova-act/state/run-index.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { lookThrough } from './look-through.ts';
import { TextSearch } from './text-search.ts';

/**
 * A page of runs, newest first. Pages that are counted from a run stay as they are when others are added; when all of theirs
 * are gone, they show the newest. Status and time are in memory; for a text, runs are read from disk, as many as time permits.
 */
export async function readRuns(given: {
  readonly store: NovaActStore;
  readonly query: RunQuery;
  readonly itemOf: (whole: WholeRun) => RunItem;
  /** What its host says of a run that failed, which is in files of their own. */
  readonly hostErrorOf: (head: RunHead) => ShownError | undefined;
  /** For a text. @default 300 */
  readonly patienceMs?: number | undefined;
}): Promise<RunsPage> {
  const { store, query, itemOf } = given;
  const [, side, number] = /^(before|after)-(\d{1,15})$/.exec(query.at ?? '') ?? [];
  const place: Place = side === undefined ? {} : { [side]: Number(number) };
  const { behind } = query;
  const next = behind === undefined ? undefined : (store.run(behind)?.creation.sequence ?? 0);
  const isWanted = filterOf(query);
  const heads = store
    .runHeads(query.definitionName)
    .filter((head) => isWanted(head) && (next === undefined || head.sequence < next));
  const page = query.text === undefined ? pageOf(heads, place) : await foundPage(given, heads, place);
  const { runs, ...rest } = page;
  const isNoPlace = query.at !== undefined && side === undefined;
  return {
    ...rest,
    ...(isNoPlace && { isElsewhere: true }),
    runs: runs.flatMap(({ runId }) => store.wholeRun(runId) ?? []).map(itemOf),
  };
}

/** So many runs are on a page. */
const RUNS_ON_A_PAGE = 100;

/** Older or newer than the run with this place in the order of creation; without one, the newest. */
interface Place {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
}

interface PageOfHeads extends Omit<RunsPage, 'runs'> {
  /** Newest first. */
  readonly runs: readonly RunHead[];
}

function filterOf({ status, since, until }: RunQuery): (head: RunHead) => boolean {
  const [sinceMs, untilMs] = [since?.getTime(), until?.getTime()];
  return (head) =>
    (status === undefined || head.status === status) &&
    (sinceMs === undefined || head.startedAtMs >= sinceMs) &&
    (untilMs === undefined || head.startedAtMs < untilMs);
}

/** @param heads all that are asked for, in order of creation */
function pageOf(heads: readonly RunHead[], place: Place): PageOfHeads {
  const asked = runsAt(heads, place);
  const runs = asked.length > 0 ? asked : runsAt(heads, {});
  const [first, last] = [runs[0], runs.at(-1)];
  const olderCount = last === undefined ? 0 : placeIn(heads, last.sequence, sequenceOfEntry);
  const newerCount = heads.length - olderCount - runs.length;
  return {
    runs,
    total: heads.length,
    newerCount,
    newer: newerCount > 0 ? `after-${first?.sequence}` : undefined,
    older: olderCount > 0 ? `before-${last?.sequence}` : undefined,
    ...(runs !== asked && runs.length > 0 && { isElsewhere: true }),
  };
}

function runsAt(heads: readonly RunHead[], { before, after }: Place): readonly RunHead[] {
  const limit = RUNS_ON_A_PAGE;
  if (after !== undefined) {
    const newer = sliceOf(heads, { order: 'Ascending', limit, after }, sequenceOfEntry);
    // Fewer are on the first page, together with older ones.
    if (newer.length === limit) return newer.toReversed();
  }
  return sliceOf(heads, { order: 'Descending', limit, after: before }, sequenceOfEntry);
}

/** Those that have a text, as far as time permits. @param heads all that may have it, in order of creation */
async function foundPage(
  given: Pick<Parameters<typeof readRuns>[0], 'store' | 'query' | 'hostErrorOf' | 'patienceMs'>,
  heads: readonly RunHead[],
  { before, after }: Place,
): Promise<PageOfHeads> {
  const { store, query, hostErrorOf, patienceMs } = given;
  const search = new TextSearch(query.text ?? '');
  const look = (items: readonly RunHead[]) =>
    lookThrough(items, {
      enough: RUNS_ON_A_PAGE,
      patienceMs,
      isSought: (head) => {
        const whole = store.peekRun(head, (line) => search.mayBeIn(line));
        if (whole !== undefined && search.isIn(whole)) return true;
        return head.status === 'FAILED' && search.isInError(hostErrorOf(head));
      },
    });
  const part = (order: 'Ascending' | 'Descending', from: number | undefined) =>
    sliceOf(heads, { order, limit: heads.length, after: from }, sequenceOfEntry);
  if (after !== undefined) {
    const newer = part('Ascending', after);
    const { found, count } = await look(newer);
    const isFirstPage = count === newer.length && found.length < RUNS_ON_A_PAGE;
    if (!isFirstPage)
      return {
        runs: found.toReversed(),
        ...unknownCounts(newer.length - count),
        newer: count < newer.length ? `after-${newer[count - 1]?.sequence}` : undefined,
        older: newer.length < heads.length ? `before-${after + 1}` : undefined,
        unseen: saySeen({ newer: newer.length - count, count, total: heads.length }),
      };
  }
  const asked = part('Descending', before);
  const older = asked.length > 0 ? asked : part('Descending', undefined);
  const { found, count } = await look(older);
  const newerCount = heads.length - older.length;
  const isAll = count === heads.length;
  return {
    runs: found,
    ...(isAll ? { total: found.length, newerCount: 0 } : unknownCounts(newerCount)),
    newer: newerCount > 0 ? `after-${older[0]?.sequence ?? 0}` : undefined,
    older: count < older.length ? `before-${older[count - 1]?.sequence}` : undefined,
    unseen: isAll ? undefined : saySeen({ newer: newerCount, count, total: heads.length }),
    ...(older !== asked && older.length > 0 && { isElsewhere: true }),
  };
}

function unknownCounts(newer: number): {
  readonly total: undefined;
  readonly newerCount: number | undefined;
} {
  return { total: undefined, newerCount: newer === 0 ? 0 : undefined };
}

/** Which were looked at. */
function saySeen({ newer, count, total }: { newer: number; count: number; total: number }): string {
  return newer === 0
    ? `Looked through the newest ${formatCount(count)} of ${formatCount(total)} runs.`
    : `Looked through the runs ${formatCount(newer + 1)} to ${formatCount(newer + count)} of ${formatCount(total)}, counted from the newest.`;
}
