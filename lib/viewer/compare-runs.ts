import { formatDuration } from '../core/format-duration.ts';
import { actOutcome } from '../report/act-outcome.ts';
import { actInFilm, type FilmAct } from '../report/filmstrip/film.ts';
import { lastingMs, printed, statusWords } from '../report/parts.ts';
import { type AlignedPair, align } from './align.ts';
import type { RunDetail, SessionDetail } from './view-model.ts';

/** Two runs, act by act: sessions by their order, their acts by what they were asked for. Pure. */
export function compareRuns(left: RunDetail, right: RunDetail, now: Date): ComparedSession[] {
  const count = Math.max(left.sessions.length, right.sessions.length);
  return Array.from({ length: count }, (_, index) => {
    const [a, b] = [left.sessions[index], right.sessions[index]];
    const acts = align(
      numbered(left, a),
      numbered(right, b),
      ({ act, number }) => act.trace?.prompt ?? `#${number}`,
    );
    return { left: a, right: b, acts: acts.map((pair) => ({ ...pair, facts: compareActs(pair, now) })) };
  });
}

/** A session of each run; one may be missing. */
export interface ComparedSession extends AlignedPair<SessionDetail> {
  readonly acts: readonly ComparedAct[];
}

export interface ComparedAct extends AlignedPair<NumberedAct> {
  /** What is known of both, in the order in which people ask for it. */
  readonly facts: readonly ComparedFact[];
}

/** An act, and its place in its session from 1. */
export interface NumberedAct {
  readonly act: FilmAct;
  readonly number: number;
}

/** The same fact of two things, in words. */
export interface ComparedFact {
  readonly name: string;
  /** `undefined` when it is not there, or not known. */
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly differs: boolean;
  /** Such as `2.1 s more`. */
  readonly note?: string | undefined;
}

/** Whether two times are worth being told apart: pages load now faster, now slower. `NaN` is one that is not known. */
export function compareTimes(given: {
  readonly name: string;
  readonly leftMs: number | undefined;
  readonly rightMs: number | undefined;
}): ComparedFact {
  const { name, leftMs, rightMs } = given;
  const text = (ms: number | undefined): string | undefined =>
    ms === undefined ? undefined : formatDuration(ms);
  const fact = { name, left: text(leftMs), right: text(rightMs) };
  if (leftMs === undefined || rightMs === undefined) return { ...fact, differs: false };
  const more = rightMs - leftMs;
  const differs =
    Math.abs(more) >= NOTABLE_MS && Math.max(leftMs, rightMs) >= NOTABLE_RATIO * Math.min(leftMs, rightMs);
  return {
    ...fact,
    differs,
    note: differs ? `${formatDuration(Math.abs(more))} ${more > 0 ? 'longer' : 'shorter'}` : undefined,
  };
}

/** The same for what is equal or not. */
export function compareTexts(
  name: string,
  left: string | undefined,
  right: string | undefined,
): ComparedFact {
  return { name, left, right, differs: left !== right };
}

/** From this on, both, people want to know why. */
const NOTABLE_MS = 1000;
const NOTABLE_RATIO = 1.5;

function numbered(run: RunDetail, session: SessionDetail | undefined): readonly NumberedAct[] {
  return session?.acts.map((act, index) => ({ act: actInFilm(run, act), number: index + 1 })) ?? [];
}

function compareActs({ left, right }: AlignedPair<NumberedAct>, now: Date): readonly ComparedFact[] {
  const [a, b] = [left?.act, right?.act];
  const both = (name: string, textOf: (act: FilmAct) => string | undefined): ComparedFact =>
    compareTexts(name, a && textOf(a), b && textOf(b));
  const lasted = (act: FilmAct | undefined): number | undefined => act && lastingMs({ ...act, now });
  const facts = [
    both('Prompt', ({ trace }) => trace?.prompt),
    both('Status', ({ status }) => statusWords(status)),
    both('Answer', ({ trace }) => trace && answerOf(actOutcome(trace))),
    both('Error', errorOf),
    both('Steps', ({ trace }) => (trace ? String(trace.steps.length) : undefined)),
    compareTimes({ name: 'Time', leftMs: lasted(a), rightMs: lasted(b) }),
  ];
  return facts.filter(({ left, right }) => left !== undefined || right !== undefined);
}

function answerOf(outcome: ReturnType<typeof actOutcome>): string | undefined {
  if (outcome?.kind !== 'returned') return undefined;
  const { value } = outcome;
  return value === null || value === undefined || value === '' ? undefined : printed(value);
}

function errorOf({ trace }: FilmAct): string | undefined {
  if (trace?.error !== undefined) return `${trace.error.name}: ${trace.error.message}`;
  const outcome = trace && actOutcome(trace);
  return outcome?.kind === 'threw' ? `The agent gave up: ${printed(outcome.value)}` : undefined;
}
