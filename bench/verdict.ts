import type { Goal, Row, Side } from './bench.ts';

/** What a row has come to. Several goals are met when all are. */
export function judge(row: Row, samples: Samples): Judged {
  const statistic = row.statistic === 'min' ? least : median;
  const figure = (side: Side): number | undefined => {
    const values = samples[side];
    return values === undefined || values.length === 0 ? undefined : statistic(values);
  };
  const [ours, peer, limit] = [figure('ours'), figure('peer'), figure('limit')];
  const ofPeer = compare(row, samples.ours, samples.peer);
  const ofLimit = compare(row, samples.ours, samples.limit);
  const absolute = compare(
    row,
    samples.ours,
    samples.ours?.map(() => 1),
  );
  const compared = { peer: ofPeer, limit: ofLimit, absolute };
  const goals = row.goals.map((goal) => judgeGoal(goal, compared[goal.of]));
  const verdict = faultOf(ours, ofLimit) ?? worst(goals.map((goal) => goal.verdict));
  return { ours, peer, limit, ofPeer, ofLimit, goals, verdict };
}

/** What each side got, run by run, in the order of the turns. */
export type Samples = Readonly<Partial<Record<Side, readonly number[]>>>;

export interface Judged {
  readonly ours: number | undefined;
  readonly peer: number | undefined;
  readonly limit: number | undefined;
  readonly ofPeer: Compared | undefined;
  readonly ofLimit: Compared | undefined;
  readonly goals: readonly JudgedGoal[];
  readonly verdict: Verdict;
}

/** Ours, in numbers of the other, and between which values that lies: none if too few runs were made to say so. */
export interface Compared {
  readonly value: number;
  readonly spread?: readonly [number, number];
}

export interface JudgedGoal extends Goal, Partial<Compared> {
  readonly verdict: Verdict;
}

/** `undecided`: the spread goes across the goal. `not measured`: there is nobody to compare with in this call. */
export type Verdict = 'met' | 'not met' | 'undecided' | 'not measured' | 'no goal' | Fault;

/** The measurement is wrong, whatever its goals: we gave nothing, or are clearly below what nobody can be below. */
export type Fault = 'no figure' | 'limit is no limit';

/** Whether the command has to fail by it. */
export function isFailure(verdict: Verdict): boolean {
  return verdict === 'not met' || verdict === 'no figure' || verdict === 'limit is no limit';
}

function faultOf(ours: number | undefined, ofLimit: Compared | undefined): Fault | undefined {
  if (ours === undefined) return 'no figure';
  const [, high] = ofLimit?.spread ?? [];
  return high !== undefined && high < 1 ? 'limit is no limit' : undefined;
}

/** Two runs can be alike by chance. */
const FEWEST_RUNS = 3;

function judgeGoal(goal: Goal, compared: Compared | undefined): JudgedGoal {
  if (compared === undefined) return { ...goal, verdict: 'not measured' };
  const [low, high] = compared.spread ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const verdict = high <= goal.max ? 'met' : low > goal.max ? 'not met' : 'undecided';
  return { ...goal, ...compared, verdict };
}

function compare(
  row: Row,
  ours: readonly number[] = [],
  others: readonly number[] = [],
): Compared | undefined {
  const runs = Math.min(ours.length, others.length);
  // Nothing is a multiple of nothing.
  if (runs === 0 || others.includes(0)) return undefined;
  const { value, spread } = row.statistic === 'min' ? ofLeast(ours, others) : ofMedians(ours, others);
  return runs < FEWEST_RUNS ? { value } : { value, spread };
}

/**
 * Run by run, because what disturbs one side disturbs the other one of the same turn, too. The spread is that of the median, and not of
 * the runs: it has the median of endless runs in it with {@link CONFIDENCE}, however they are distributed, and gets narrower with more runs.
 */
function ofMedians(ours: readonly number[], others: readonly number[]): Required<Compared> {
  const ratios = ours
    .slice(0, others.length)
    .map((value, index) => value / (others[index] ?? Number.NaN))
    .toSorted((a, b) => a - b);
  const outer = ranksLeftOut(ratios.length);
  return { value: median(ratios), spread: [valueAt(ratios, outer), valueAt(ratios, -1 - outer)] };
}

/** As good as five runs can have it: from the least to the greatest of them. */
const CONFIDENCE = 0.9;

/** How many of the least and of the greatest values may be left out: half of all values are on either side of a median, as coins fall. */
function ranksLeftOut(runs: number): number {
  let [leftOut, outside, ways] = [0, 2 ** -runs, 1];
  while (2 * (leftOut + 1) < runs) {
    ways = (ways * (runs - leftOut)) / (leftOut + 1);
    outside += ways * 2 ** -runs;
    if (1 - 2 * outside < CONFIDENCE) break;
    leftOut += 1;
  }
  return leftOut;
}

/**
 * The least of all: others' work makes runs slower, and never faster. The spread lies between what the ratio would be
 * without the best run of one side and without that of the other: from the best to the next is about what more runs could still gain.
 */
function ofLeast(ours: readonly number[], others: readonly number[]): Required<Compared> {
  const [best, next] = twoLeast(ours);
  const [bestOther, nextOther] = twoLeast(others);
  return { value: best / bestOther, spread: [best / nextOther, next / bestOther] };
}

function twoLeast(values: readonly number[]): readonly [number, number] {
  const [first = Number.NaN, second = first] = values.toSorted((a, b) => a - b);
  return [first, second];
}

function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['not met', 'undecided', 'not measured', 'met'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'no goal';
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

/** Between the two in the middle, if there are. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (valueAt(sorted, Math.floor(middle)) + valueAt(sorted, Math.ceil(middle))) / 2;
}

function valueAt(values: readonly number[], index: number): number {
  return values.at(index) ?? Number.NaN;
}
