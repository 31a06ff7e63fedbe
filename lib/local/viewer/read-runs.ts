import type { RunItem, RunQuery, RunsPage } from '../../viewer/view-model.ts';
import type { RunRecord } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';

/**
 * A page of the runs of a definition, newest first. Pages that are counted from a run stay as they are when others are
 * added; when all of theirs are gone, they show the newest.
 */
export function readRuns(
  store: NovaActStore,
  { definitionName = '', at = '' }: RunQuery,
  itemOf: (record: RunRecord) => RunItem,
): RunsPage {
  const [, side, number] = /^(before|after)-(\d{1,15})$/.exec(at) ?? [];
  const place = side === undefined ? {} : { [side]: Number(number) };
  const asked = runsAt(store, definitionName, place);
  const records = asked.length > 0 ? asked : runsAt(store, definitionName, {});
  const [first, last] = [records[0]?.creation.sequence, records.at(-1)?.creation.sequence];
  const total = store.runCount(definitionName);
  const olderCount = last === undefined ? 0 : store.runCount(definitionName, { before: last });
  const newerCount = total - olderCount - records.length;
  return {
    runs: records.map(itemOf),
    total,
    newerCount,
    newer: newerCount > 0 ? `after-${first}` : undefined,
    older: olderCount > 0 ? `before-${last}` : undefined,
  };
}

/** So many runs are on a page. */
const RUNS_ON_A_PAGE = 100;

function runsAt(
  store: NovaActStore,
  definitionName: string,
  { before, after }: { readonly before?: number; readonly after?: number },
): readonly RunRecord[] {
  const limit = RUNS_ON_A_PAGE;
  if (after !== undefined) {
    const newer = store.runsPage(definitionName, { order: 'Ascending', limit, after });
    // Fewer are on the first page, together with older ones.
    if (newer.length === limit) return newer.toReversed();
  }
  return store.runsPage(definitionName, { order: 'Descending', limit, after: before });
}
