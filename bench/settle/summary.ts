import type { Kind } from './kind.ts';
import { type Trial, verdictOf, WAY_NAMES, type WayName } from './way.ts';

/** All trials of one kind. */
export interface KindResult {
  readonly kind: Kind;
  readonly isHeldOut: boolean;
  readonly trials: Readonly<Partial<Record<WayName, readonly Trial[]>>>;
}

export interface Figures {
  readonly trials: number;
  readonly stale: number;
  /** Stale, but the agent was told so: not among `stale`. */
  readonly told: number;
  readonly failed: number;
  readonly medianSettleMs: number;
  readonly meanSettleMs: number;
  readonly medianTotalMs: number;
  readonly meanTotalMs: number;
}

export type FiguresByWay = Partial<Record<WayName, Figures>>;

/** What the trials of some kinds say together, for each way. */
export function figuresOf(results: readonly KindResult[]): FiguresByWay {
  const byWay: FiguresByWay = {};
  for (const way of WAY_NAMES) {
    const judged = results.flatMap(({ kind, trials }) =>
      (trials[way] ?? []).map((trial) => ({ trial, verdict: verdictOf(kind, trial) })),
    );
    if (judged.length === 0) continue;
    const settles = judged.map(({ trial }) => trial.settleMs);
    const totals = judged.map(({ trial }) => trial.actMs + trial.settleMs);
    byWay[way] = {
      trials: judged.length,
      stale: judged.filter(({ verdict }) => verdict === 'stale').length,
      told: judged.filter(({ verdict }) => verdict === 'told').length,
      failed: judged.filter(({ trial }) => trial.error !== undefined).length,
      medianSettleMs: median(settles),
      meanSettleMs: mean(settles),
      medianTotalMs: median(totals),
      meanTotalMs: mean(totals),
    };
  }
  return byWay;
}

/** The groups that totals are given for; those without kinds are left out. */
export function groupsOf(
  results: readonly KindResult[],
): readonly { readonly name: string; readonly results: readonly KindResult[] }[] {
  const groups = [
    { name: 'something is to come, known', results: results.filter((r) => !r.kind.isNoise && !r.isHeldOut) },
    {
      name: 'something is to come, held out',
      results: results.filter((r) => !r.kind.isNoise && r.isHeldOut),
    },
    { name: 'nothing is to come, known', results: results.filter((r) => r.kind.isNoise && !r.isHeldOut) },
    { name: 'nothing is to come, held out', results: results.filter((r) => r.kind.isNoise && r.isHeldOut) },
    { name: 'all', results },
  ];
  return groups.filter((group) => group.results.length > 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return mean(middle);
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}
