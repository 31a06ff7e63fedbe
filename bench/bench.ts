/**
 * Things that are measured side by side: prepared once, run in turns, so that other work on the machine slows down all of them alike.
 * A file of `benches/` has one or a few, and `benches/index.ts` lists them.
 */
export interface Bench {
  /** In kebab-case, for `--only`. */
  readonly id: string;
  /** How it is measured, in one or two sentences: goes into the README. */
  readonly about: string;
  readonly rows: readonly Row[];
  /** Needs minutes, or says nothing without Python: only with `--full`. @default false */
  readonly isFull?: boolean;
  /** How often each side runs, whatever is asked for: of turns that go on where the last one has ended. `--help` says which do. */
  readonly repeats?: number;
  /** Makes everything ready. What is returned, and what was {@link BenchContext.use | used} for it, is disposed of, whatever happens. */
  readonly prepare: (context: BenchContext) => Promise<PreparedBench>;
}

/** With fewer runs a spread says little. */
export const MIN_REPEATS = 5;

/** One line of the table. */
export interface Row {
  readonly id: string;
  /** What is measured, as it stands in the table: "import of the SDK". */
  readonly figure: string;
  /** `slope` is the exponent of growth: 1 is linear. */
  readonly unit: 'ms' | 'ms CPU' | 'MB' | 'kB' | 'per minute' | 'slope' | 'of 100';
  /** What stands for all runs: the minimum for CPU time, where load disturbs. @default 'median' */
  readonly statistic?: 'median' | 'min';
  /** Who the peer is: "boto3". */
  readonly peer?: string;
  /** What the limit is: "bare Node". */
  readonly limit?: string;
  readonly goals: readonly Goal[];
  /** Why a goal is not met, and what the floor is. Shown with the row, met or not. */
  readonly floor?: string;
}

/** Not more than so many times the peer or the limit, or not more than so much in the unit of the row. */
export interface Goal {
  readonly of: 'peer' | 'limit' | 'absolute';
  readonly max: number;
}

export type Side = 'ours' | 'peer' | 'limit';

/** Runs one side once, and says what each row got. A row that a side says nothing of has no such figure. */
export type RunSide = () => Promise<Readonly<Record<string, number>>>;

export interface PreparedBench extends Partial<AsyncDisposable> {
  readonly sides: Readonly<Partial<Record<Side, RunSide>>> & { readonly ours: RunSide };
  /** Not counted, before the others. @default 1 */
  readonly warmUps?: number;
  /** What was fetched to compare with, by its name: `{ boto3: '1.43.0' }`. Goes to the line about the machine. */
  readonly versions?: Readonly<Record<string, string>>;
}

export interface BenchContext {
  /** Says on standard error what is going on. */
  readonly say: (text: string) => void;
  /** Disposes of something at the end, also when what is made ready after it fails. */
  readonly use: <T extends AsyncDisposable>(thing: T) => T;
  /** Whether Python and what takes minutes may take part: with `--full`, and of what is named with `--only`. */
  readonly isFull: boolean;
}
