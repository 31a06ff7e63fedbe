import { DID_NOT_END, isFinal } from '../parts.ts';
import { type ActPart, actParts } from './act-parts.ts';
import { type AxisTick, axisTicks } from './axis-ticks.ts';
import { type Film, type FilmFailure, filmFailure, isUnread, type Scene, scenesOf } from './film.ts';

/**
 * The geometry of a run on one axis of time: a lane for each session, a block for each act. Places and widths are percent of the
 * axis, so a page can draw it at any size.
 *
 * @param now the end of what is going on
 */
export function timeAxis(film: Film, now: Date): TimeAxis {
  const scenes = scenesOf(film);
  const runStart = msOf(film.startedAt) ?? msOf(scenes[0]?.act.startedAt) ?? 0;
  const runEnd = Math.max(msOf(film.endedAt) ?? (isFinal(film.status) ? runStart : now.getTime()), runStart);
  const spans = new Map(scenes.map((scene) => [scene, spanOf(scene, { runStart, runEnd })]));
  const all = [...spans.values()];
  const startMs = Math.min(runStart, ...all.map((span) => span.startMs));
  const endMs = Math.max(runEnd, startMs + 1, ...all.map((span) => span.endMs));
  const share = (fromMs: number, toMs: number): Share => ({
    left: percent((fromMs - startMs) / (endMs - startMs)),
    width: percent((toMs - fromMs) / (endMs - startMs)),
  });
  const lanes = film.sessions.map(({ id }, index): Lane => {
    const own = scenes.filter(({ sessionNumber }) => sessionNumber === index + 1);
    const leastMs = ((endMs - startMs) * LEAST_WIDTH) / 100;
    const blocks = stacked(
      own.map((scene) => ({ scene, ...spanIn(spans, scene) })),
      leastMs,
    );
    return {
      sessionId: id,
      sessionNumber: index + 1,
      rows: Math.max(1, ...blocks.map(({ row }) => row + 1)),
      blocks: blocks.map(({ scene, row, nextMs, ...span }) => ({
        scene,
        row,
        ...share(span.startMs, span.endMs),
        shownWidth: share(span.startMs, Math.max(span.endMs, Math.min(span.startMs + leastMs, nextMs))).width,
        durationMs: span.endMs - span.startMs,
        isOpen: scene.act.status === DID_NOT_END || !isFinal(scene.act.status),
        parts: scene.act.trace === undefined ? [] : actParts(scene.act.trace, span),
      })),
      // Where no acts were read, nothing says that there were none.
      gaps: (isUnread(film, 'acts') ? [] : gapsBetween(blocks, { startMs: runStart, endMs: runEnd })).map(
        (gap) => ({
          ...share(gap.fromMs, gap.toMs),
          durationMs: gap.toMs - gap.fromMs,
          place: gap.place,
        }),
      ),
    };
  });
  return {
    durationMs: endMs - startMs,
    run: share(runStart, runEnd),
    ticks: axisTicks(endMs - startMs).map((tick) => ({ ...tick, left: share(startMs + tick.atMs, 0).left })),
    lanes,
    failure: filmFailure(film, scenes),
  };
}

export interface TimeAxis {
  readonly durationMs: number;
  readonly run: Share;
  readonly ticks: readonly (AxisTick & Pick<Share, 'left'>)[];
  /** One for each session. */
  readonly lanes: readonly Lane[];
  readonly failure: FilmFailure | undefined;
}

/** A part of the axis, percent. */
export interface Share {
  readonly left: number;
  readonly width: number;
}

export interface Lane {
  readonly sessionId: string;
  readonly sessionNumber: number;
  /** More than one when acts overlap, or are too short to be reached beside each other. */
  readonly rows: number;
  readonly blocks: readonly Block[];
  readonly gaps: readonly Gap[];
}

export interface Block extends Share {
  readonly scene: Scene;
  /** From 0. */
  readonly row: number;
  /** What can be pointed at: wider than the time it took when that is hardly to be seen and there is room. */
  readonly shownWidth: number;
  readonly durationMs: number;
  /** Whether its end is not on record. */
  readonly isOpen: boolean;
  /** Empty when it is not known. */
  readonly parts: readonly ActPart[];
}

/** Time without an act: the author's own code. */
export interface Gap extends Share {
  readonly durationMs: number;
  /** Among the acts of its session. */
  readonly place: 'before' | 'between' | 'after' | 'all';
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

function spanOf({ act }: Scene, run: { readonly runStart: number; readonly runEnd: number }): Span {
  const startMs = msOf(act.startedAt) ?? run.runStart;
  // An act that never ended went on until the run did.
  return { startMs, endMs: Math.max(startMs, msOf(act.endedAt) ?? run.runEnd) };
}

function spanIn(spans: ReadonlyMap<Scene, Span>, scene: Scene): Span {
  return spans.get(scene) ?? { startMs: 0, endMs: 0 };
}

/** So much of the axis can be hit with a mouse, percent. */
const LEAST_WIDTH = 0.8;
/** No more rows than this for acts that are only short. */
const MOST_ROWS_OF_SHORT = 6;

/** Puts what overlaps below each other, in as few rows as it needs, and so what is shorter than can be pointed at. */
function stacked<Item extends Span>(items: readonly Item[], leastMs: number): readonly Stacked<Item>[] {
  const lasts: Stacked<Item>[] = [];
  return items.map((item) => {
    const ended = lasts.filter(({ endMs }) => endMs <= item.startMs);
    const roomy = ended.find(({ startMs }) => startMs + leastMs <= item.startMs);
    // Where the last began first there is most of it to be seen.
    const tight = lasts.length < MOST_ROWS_OF_SHORT ? undefined : ended.sort(byStart)[0];
    const before = roomy ?? tight;
    if (before !== undefined) before.nextMs = item.startMs;
    const placed = { ...item, row: before?.row ?? lasts.length, nextMs: Number.POSITIVE_INFINITY };
    lasts[placed.row] = placed;
    return placed;
  });
}

function byStart(one: Span, other: Span): number {
  return one.startMs - other.startMs;
}

type Stacked<Item extends Span> = Item & {
  readonly row: number;
  /** When the next in its row begins. */
  nextMs: number;
};

function gapsBetween(
  blocks: readonly Span[],
  run: Span,
): readonly { readonly fromMs: number; readonly toMs: number; readonly place: Gap['place'] }[] {
  if (blocks.length === 0) {
    return run.endMs > run.startMs ? [{ fromMs: run.startMs, toMs: run.endMs, place: 'all' }] : [];
  }
  const gaps: { fromMs: number; toMs: number; place: Gap['place'] }[] = [];
  let reached = run.startMs;
  for (const [index, { startMs, endMs }] of blocks.entries()) {
    if (startMs > reached)
      gaps.push({ fromMs: reached, toMs: startMs, place: index === 0 ? 'before' : 'between' });
    reached = Math.max(reached, endMs);
  }
  if (run.endMs > reached) gaps.push({ fromMs: reached, toMs: run.endMs, place: 'after' });
  return gaps;
}

function msOf(date: Date | undefined): number | undefined {
  const ms = date?.getTime();
  return ms === undefined || Number.isNaN(ms) ? undefined : ms;
}

function percent(share: number): number {
  return Math.round(share * 100_000) / 1000;
}
