import type { Goal, Row } from './bench.ts';
import type { Compared, Judged } from './verdict.ts';

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
  const ratio = (compared: Compared | undefined): string =>
    compared === undefined ? '' : inDigits(compared.value);
  return {
    figure: row.unit === 'slope' ? `${row.figure}, exponent` : `${row.figure}, ${row.unit}`,
    ours: inDigits(judged.ours),
    peer: inDigits(judged.peer),
    ofPeer: ratio(judged.ofPeer),
    limit: inDigits(judged.limit),
    ofLimit: ratio(judged.ofLimit),
    goals: row.goals.map(goalInWords),
    verdict: judged.verdict,
  };
}

/** What there is to say to a row: whom it is compared with, what kept it from a verdict, and its floor. */
export function notesOf(row: Row, { goals, peer, limit }: Judged): readonly string[] {
  const undecided = goals.flatMap(({ verdict, spread, of, max, value }) => {
    if (verdict !== 'undecided') return [];
    const goal = goalInWords({ of, max });
    return spread === undefined
      ? [`undecided: ${inDigits(value)} in too few runs to say whether it is ${goal}`]
      : [`undecided: ${inDigits(spread[0])} to ${inDigits(spread[1])}, the goal is ${goal}`];
  });
  const others = [
    ...(row.peer !== undefined && peer !== undefined ? [`peer: ${row.peer}`] : []),
    ...(row.limit !== undefined && limit !== undefined ? [`limit: ${row.limit}`] : []),
  ];
  return [
    ...(others.length > 0 ? [others.join(', ')] : []),
    ...undecided,
    ...(row.floor === undefined ? [] : [`floor: ${row.floor}`]),
  ];
}

function goalInWords({ of, max }: Goal): string {
  const number = max.toLocaleString('en-US');
  return of === 'absolute' ? `<= ${number}` : `<= ${number} ${of}`;
}

/** Three digits that say something, and all before the point. */
export function inDigits(value: number | undefined): string {
  if (value === undefined) return '';
  const size = Math.abs(value);
  const digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : 2;
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return text.replace(/\.0+$/, '').replace(/^-(0(?:\.0*)?)$/, '$1');
}
