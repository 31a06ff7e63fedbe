import type { Outcome } from './fault.ts';

/** The answers to the three questions of a fault, in a word each. */
export function verdict({ wrong, hasData }: Outcome): readonly [status: string, data: string, left: string] {
  return [
    wrong.status.length === 0 ? 'right' : 'WRONG',
    wrong.data.length > 0 ? 'LOST' : hasData ? 'kept' : '-',
    wrong.left.length === 0 ? 'nothing' : 'LEFT OVER',
  ];
}

/** Whether all is right. */
export function isRight({ wrong }: Outcome): boolean {
  return Object.values(wrong).every((problems) => problems.length === 0);
}

/** Everything that is wrong, for people. */
export function problemsOf({ wrong }: Outcome): readonly string[] {
  return Object.entries(wrong).flatMap(([question, problems]) =>
    problems.map((problem) => `${question}: ${problem}`),
  );
}
