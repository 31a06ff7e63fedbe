import { setTimeout as sleep } from 'node:timers/promises';
import { fullMessageOf } from '../lib/core/errors.ts';
import { formatDuration } from '../lib/core/format-duration.ts';
import {
  type Bench,
  type BenchContext,
  MIN_REPEATS,
  type PreparedBench,
  type Row,
  type Side,
} from './bench.ts';
import { Disposables } from './disposables.ts';
import type { Samples } from './verdict.ts';

/** Measures one after the other. One that fails does not keep the others from being measured. */
export async function measureAll(
  benches: readonly Bench[],
  options: MeasureOptions,
): Promise<readonly Measured[]> {
  const { say, signal } = options;
  const startedMs = performance.now();
  const all: Measured[] = [];
  for (const bench of benches) {
    if (signal.aborted) break;
    const beganMs = performance.now();
    const say1 = (text: string): void => say(`${bench.id}: ${text}`);
    const measured = await measureOrFail(bench, { ...options, say: say1 });
    all.push(measured);
    const took = formatDuration(performance.now() - beganMs);
    const soFar = formatDuration(performance.now() - startedMs);
    say1(
      `${measured.failure === undefined ? 'done' : `failed: ${measured.failure}`}, ${took} (${all.length} of ${benches.length}, ${soFar})`,
    );
  }
  return all;
}

export interface MeasureOptions {
  readonly repeats: number;
  readonly isFull: boolean;
  readonly say: (text: string) => void;
  /** Ends a measurement where it waits; what was prepared is disposed of. */
  readonly signal: AbortSignal;
}

/** What each row got of each side; why there is nothing, if the bench failed. */
export interface Measured {
  readonly bench: Bench;
  readonly rows: readonly { readonly row: Row; readonly samples: Samples }[];
  readonly versions: Readonly<Record<string, string>>;
  readonly failure?: string;
}

async function measureOrFail(bench: Bench, options: MeasureOptions): Promise<Measured> {
  try {
    return await measure(bench, options);
  } catch (error) {
    return { bench, rows: [], versions: {}, failure: fullMessageOf(error) };
  }
}

async function measure(bench: Bench, options: MeasureOptions): Promise<Measured> {
  const { say, isFull, signal } = options;
  const runs = bench.repeats ?? options.repeats;
  if (runs < MIN_REPEATS) throw new Error(`It runs ${runs} times: at least ${MIN_REPEATS} are needed.`);
  say('preparing');
  await using disposables = new Disposables();
  const use: BenchContext['use'] = (thing) => disposables.use(thing);
  const prepared = await untilAborted(bench.prepare({ say, isFull, use }), signal);
  use({ [Symbol.asyncDispose]: async () => await prepared[Symbol.asyncDispose]?.() });
  // Here, and not before: what was prepared while it ended has to be disposed of.
  signal.throwIfAborted();
  const { warmUps = 1, versions = {} } = prepared;
  const samples = new Map(bench.rows.map(({ id }) => [id, {} as Partial<Record<Side, number[]>>]));
  let saidMs = performance.now();
  for (let turn = -warmUps; turn < runs; turn += 1) {
    const beganMs = performance.now();
    if (beganMs - saidMs > QUIET_MS) {
      saidMs = beganMs;
      say(turn < 0 ? 'warming up' : `turn ${turn + 1} of ${runs}`);
    }
    for (const side of SIDES) {
      const got = await untilAborted(runSide(prepared, side), signal);
      if (turn >= 0) collect(bench, { side, got, samples });
    }
  }
  return { bench, rows: bench.rows.map((row) => ({ row, samples: samples.get(row.id) ?? {} })), versions };
}

/** More would be noise, and is hard to read in JSON. */
const SAID_DIGITS = 5;

const SIDES = ['ours', 'peer', 'limit'] as const;
/** Nobody reads lines of turns that are over at once. */
const QUIET_MS = 3000;

async function runSide({ sides }: PreparedBench, side: Side): Promise<Readonly<Record<string, number>>> {
  return (await sides[side]?.()) ?? {};
}

function collect(
  { id, rows }: Bench,
  given: {
    readonly side: Side;
    readonly got: Readonly<Record<string, number>>;
    readonly samples: ReadonlyMap<string, Partial<Record<Side, number[]>>>;
  },
): void {
  const { side, got, samples } = given;
  for (const [name, value] of Object.entries(got)) {
    const of = samples.get(name);
    if (of === undefined) {
      throw new Error(
        `The bench "${id}" has no row "${name}", only ${rows.map((row) => row.id).join(', ')}.`,
      );
    }
    if (!Number.isFinite(value)) throw new Error(`The bench "${id}" got ${value} for its row "${name}".`);
    of[side] = [...(of[side] ?? []), Number(value.toPrecision(SAID_DIGITS))];
  }
}

/** What is waited for may never come when its processes were ended; most comes to an end by that, and tidies up. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const endless = sleep(MAX_TIMER_MS, undefined, { signal: AbortSignal.any([signal, done.signal]) });
  const aborted = endless.catch(async (error: unknown) => {
    if (!done.signal.aborted) await sleep(TIDY_MS);
    throw error;
  });
  try {
    return await Promise.race([work, aborted.then(() => work)]);
  } finally {
    done.abort();
    aborted.catch(() => undefined);
    work.catch(() => undefined);
  }
}

const MAX_TIMER_MS = 2 ** 31 - 1;
const TIDY_MS = 1000;
