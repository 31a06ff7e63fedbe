import type { Goal, Row, Side } from './bench.ts';

/** What a row has come to. Several goals are met when all are. */
export function judge(row: Row, samples: Samples): Judged {
  const statistic = row.statistic === 'min' ? least : median;
  const figure = (side: Side): number | undefined => {
    const values = samples[side];
    return values === undefined || values.length === 0 ? undefined : statistic(values);
  };
  const [ours, peer, limit] = [figure('ours'), figure('peer'), figure('limit')];
  const goals = row.goals.map((goal) => judgeGoal(row, goal, samples));
  return { ours, peer, limit, goals, verdict: worst(goals.map(({ verdict }) => verdict)) };
}

/** What each side got, run by run, in the order of the turns. */
export type Samples = Readonly<Partial<Record<Side, readonly number[]>>>;

export interface Judged {
  readonly ours: number | undefined;
  readonly peer: number | undefined;
  readonly limit: number | undefined;
  readonly goals: readonly JudgedGoal[];
  readonly verdict: Verdict;
}

export interface JudgedGoal extends Goal {
  /** Ours, of what the goal is of. */
  readonly value: number | undefined;
  /** Between which values it lies. */
  readonly spread: readonly [number, number] | undefined;
  readonly verdict: Verdict;
}

/** `undecided`: the spread goes across the goal. `not measured`: there is nobody to compare with in this call. */
export type Verdict = 'met' | 'not met' | 'undecided' | 'not measured' | 'no goal';

function judgeGoal(row: Row, goal: Goal, samples: Samples): JudgedGoal {
  const ours = samples.ours ?? [];
  const others = goal.of === 'absolute' ? ours.map(() => 1) : (samples[goal.of] ?? []);
  if (ours.length === 0 || others.length === 0) {
    return { ...goal, value: undefined, spread: undefined, verdict: 'not measured' };
  }
  const { value, spread } = row.statistic === 'min' ? ofLeast(ours, others) : ofMedians(ours, others);
  const [low, high] = spread;
  const verdict = high <= goal.max ? 'met' : low > goal.max ? 'not met' : 'undecided';
  return { ...goal, value, spread, verdict };
}

/** Run by run, because what disturbs one side disturbs the other one, too: the middle half of the ratios. */
function ofMedians(ours: readonly number[], others: readonly number[]): Compared {
  const ratios = ours.slice(0, others.length).map((value, index) => value / (others[index] ?? Number.NaN));
  return { value: median(ratios), spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)] };
}

/** The least of all, and of the runs of odd and of even number by themselves. */
function ofLeast(ours: readonly number[], others: readonly number[]): Compared {
  const half = (values: readonly number[], parity: number): number =>
    least(values.length < 2 ? values : values.filter((_, index) => index % 2 === parity));
  const value = least(ours) / least(others);
  const halves = [0, 1].map((parity) => half(ours, parity) / half(others, parity));
  return { value, spread: [Math.min(value, ...halves), Math.max(value, ...halves)] };
}

interface Compared {
  readonly value: number;
  readonly spread: readonly [number, number];
}

function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['not met', 'undecided', 'not measured', 'met'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'no goal';
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values that it falls between. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

/** The exponent with which a cost grows: the slope of the line through the points, both ways by their logarithms. */
export function growthOf(points: readonly { readonly size: number; readonly cost: number }[]): number {
  const logs = points.map(({ size, cost }) => [Math.log(size), Math.log(cost)] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return above / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
