import type { Results, RowResult } from './results.ts';
import type { JudgedGoal, Verdict } from './verdict.ts';
import { goalInWords, inDigits, rowInWords } from './words.ts';

/** What a reader wants first: what all rows have come to, and those that are not met, or not known to be. */
export function summaryOf({ benches }: Results): Summary {
  const rows = benches.flatMap((bench) => bench.rows.map((row) => ({ ...row, bench: bench.id })));
  const counts = ORDER.flatMap((verdict) => {
    const count = rows.filter(({ judged }) => judged.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict === 'no goal' ? 'without a goal' : verdict}`];
  });
  const failed = benches.flatMap(({ id, failure }) => (failure === undefined ? [] : [id]));
  return {
    counts: [
      `${rows.length === 1 ? '1 row' : `${rows.length} rows`}: ${counts.join(', ') || 'nothing measured'}`,
      ...(failed.length === 0 ? [] : [`failed: ${failed.join(', ')}`]),
    ].join('; '),
    open: OPEN.flatMap((verdict) => rows.filter(({ judged }) => judged.verdict === verdict)).map(openRow),
  };
}

export interface Summary {
  /** In one line, without a full stop. */
  readonly counts: string;
  /** The worst first. */
  readonly open: readonly OpenRow[];
}

/** With the goals that keep it from being met, and how ours stands to these. */
export interface OpenRow {
  readonly bench: string;
  readonly figure: string;
  readonly ours: string;
  readonly ratio: string;
  readonly goal: string;
  readonly verdict: Verdict;
}

const OPEN: readonly Verdict[] = ['no figure', 'limit is no limit', 'not met', 'undecided'];
const ORDER: readonly Verdict[] = ['met', ...OPEN, 'not measured', 'no goal'];

function openRow({ bench, row, judged }: RowResult & { readonly bench: string }): OpenRow {
  const { figure, ours, ofLimit } = rowInWords(row, judged);
  const { verdict } = judged;
  const isWhy = (goal: JudgedGoal): boolean => goal.verdict === 'not met' || goal.verdict === 'undecided';
  const goals = judged.goals.filter(isWhy);
  const ratios = goals.map(({ of, value, max }) => (of === 'absolute' ? '' : inDigits(value, [max])));
  return {
    ...{ bench, figure, ours, verdict },
    ratio: verdict === 'limit is no limit' ? ofLimit : ratios.filter(Boolean).join(', '),
    goal: verdict === 'limit is no limit' ? '>= 1 limit' : goals.map(goalInWords).join(', '),
  };
}
