import type { Goal, Row } from './bench.ts';
import type { Judged } from './verdict.ts';

/** A row of the table in words, for terminals and for the README. */
export interface RowInWords {
  /** With its unit. */
  readonly figure: string;
  readonly ours: string;
  readonly peer: string;
  readonly ofPeer: string;
  readonly limit: string;
  readonly ofLimit: string;
  readonly goals: readonly string[];
  readonly verdict: string;
}

export function rowInWords(row: Row, judged: Judged): RowInWords {
  const goalsOf = (of: Goal['of']): readonly number[] =>
    row.goals.filter((goal) => goal.of === of).map(({ max }) => max);
  return {
    figure: row.unit === 'slope' ? `${row.figure}, exponent` : `${row.figure}, ${row.unit}`,
    ours: inDigits(judged.ours, goalsOf('absolute')),
    peer: inDigits(judged.peer),
    ofPeer: inDigits(judged.ofPeer?.value, goalsOf('peer')),
    limit: inDigits(judged.limit),
    ofLimit: inDigits(judged.ofLimit?.value, judged.verdict === 'limit is no limit' ? [1] : goalsOf('limit')),
    goals: row.goals.map(goalInWords),
    verdict: judged.verdict,
  };
}

/** What there is to say to a row: whom it is compared with, what is wrong with it or kept it from a verdict, and its floor. */
export function notesOf(row: Row, judged: Judged): readonly string[] {
  const { goals, peer, limit } = judged;
  const undecided = goals.flatMap(({ verdict, spread, of, max, value }) => {
    if (verdict !== 'undecided') return [];
    const goal = goalInWords({ of, max });
    return spread === undefined
      ? [`undecided: ${inDigits(value)} in too few runs to say whether it is ${goal}`]
      : [`undecided: ${rangeInDigits(spread, max)}, the goal is ${goal}`];
  });
  const others = [
    ...(row.peer !== undefined && peer !== undefined ? [`peer: ${row.peer}`] : []),
    ...(row.limit !== undefined && limit !== undefined ? [`limit: ${row.limit}`] : []),
  ];
  return [
    ...(others.length > 0 ? [others.join(', ')] : []),
    ...faultInWords(judged),
    ...undecided,
    ...(row.floor === undefined ? [] : [`floor: ${row.floor}`]),
  ];
}

function faultInWords({ verdict, ofLimit }: Judged): readonly string[] {
  if (verdict === 'no figure') return ['no figure: our side gave nothing'];
  if (verdict !== 'limit is no limit' || ofLimit?.spread === undefined) return [];
  return [
    `limit is no limit: ours is ${rangeInDigits(ofLimit.spread, 1)} of it, and nobody can be below it: a fault of the measurement`,
  ];
}

export function goalInWords({ of, max }: Goal): string {
  const number = max.toLocaleString('en-US');
  return of === 'absolute' ? `<= ${number}` : `<= ${number} ${of}`;
}

/** Three digits that say something, and all before the point; more where these would not show on which side of the others it is. */
export function inDigits(value: number | undefined, others: readonly number[] = []): string {
  return value === undefined ? '' : withDigits(value, digitsOf(value, others));
}

function rangeInDigits([low, high]: readonly [number, number], goal: number): string {
  return `${inDigits(low, [goal])} to ${inDigits(high, [goal])}`;
}

function digitsOf(value: number, others: readonly number[]): number {
  const size = Math.abs(value);
  let digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : 2;
  const isSeen = (other: number): boolean =>
    Math.sign(Number(value.toFixed(digits)) - other) === Math.sign(value - other);
  while (digits < MOST_DIGITS && !others.every(isSeen)) digits += 1;
  return digits;
}

/** There is little that is true beyond. */
const MOST_DIGITS = 6;

function withDigits(value: number, digits: number): string {
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return text.replace(/\.0+$/, '').replace(/^-(0(?:\.0*)?)$/, '$1');
}
