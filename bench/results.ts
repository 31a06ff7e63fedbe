import type { Bench, Row } from './bench.ts';
import type { Machine } from './machine.ts';
import type { Measured } from './measure.ts';
import { isFailure, type Judged, judge, type Samples } from './verdict.ts';

/** What was measured, in the order of the table: as `--json` prints it, and as `results.json` keeps it. */
export interface Results {
  readonly benches: readonly BenchResult[];
}

/** One bench. It has all that is said of it, because the next one may have been measured on another day. */
export interface BenchResult extends Pick<Bench, 'id' | 'about'> {
  /** Day of it, `2026-11-27`. */
  readonly date: string;
  readonly machine: Machine;
  /** Of what was fetched to compare with. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly RowResult[];
  /** Why there are no rows. */
  readonly failure?: string;
}

export interface RowResult {
  readonly row: Row;
  readonly samples: Samples;
  readonly judged: Judged;
}

export function resultsOf(
  measured: readonly Measured[],
  of: { readonly machine: Machine; readonly date: string },
): Results {
  return {
    benches: measured.map(({ bench: { id, about }, rows, versions, failure }) => ({
      id,
      about,
      ...of,
      versions,
      rows: rows.map(({ row, samples }) => rowResult(row, samples)),
      ...(failure !== undefined && { failure }),
    })),
  };
}

/** What was measured now, and else what is known from before. What failed changes nothing. */
export function mergeResults(before: Results, now: Results): Results {
  const fresh = now.benches.filter(({ failure }) => failure === undefined);
  return { benches: [...before.benches.filter(({ id }) => !fresh.some((each) => each.id === id)), ...fresh] };
}

/** The same runs, as benches describe and judge them today, and in the order of these. */
export function describedBy({ benches }: Results, all: readonly Bench[]): Results {
  return {
    benches: all.flatMap(({ id, about, rows }) => {
      const known = benches.find((each) => each.id === id);
      if (known === undefined) return [];
      const samplesOf = (row: Row): Samples =>
        known.rows.find((each) => each.row.id === row.id)?.samples ?? {};
      return { ...known, about, rows: rows.map((row) => rowResult(row, samplesOf(row))) };
    }),
  };
}

/** Whether a goal is missed, or something could not be measured as it has to be. */
export function isMissed({ benches }: Results): boolean {
  return benches.some(
    ({ rows, failure }) => failure !== undefined || rows.some(({ judged }) => isFailure(judged.verdict)),
  );
}

function rowResult(row: Row, samples: Samples): RowResult {
  return { row, samples, judged: judge(row, samples) };
}
