import type { z } from 'zod';
import type { Problem } from '../core/problems.ts';

/** What is said of a list that has something twice: which. The rest is in the words of the list. */
export function saidTwice(member: string): Pick<Problem, 'what' | 'got' | 'fix'> {
  const got = JSON.stringify(member);
  return { what: 'has an entry twice', got, fix: `leave ${got} out once` };
}

/** A refinement of lists that have nothing twice. */
export function nothingTwice(
  list: readonly string[],
  { addIssue }: z.core.$RefinementCtx<readonly string[]>,
): void {
  const twice = list.find((member, index) => list.indexOf(member) !== index);
  if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
}

/** The same of what means the same in any letter case. */
export function nothingTwiceInAnyCase(
  list: readonly string[],
  { addIssue }: z.core.$RefinementCtx<readonly string[]>,
): void {
  const small = list.map((member) => String(member).toLowerCase());
  const twice = list.find((_, index) => small.indexOf(small[index] ?? '') !== index);
  if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
}
