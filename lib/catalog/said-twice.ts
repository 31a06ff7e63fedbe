import type { Problem } from '../core/problems.ts';

/** What is said of a list that has something twice: which. The rest is in the words of the list. */
export function saidTwice(member: string): Pick<Problem, 'what' | 'got' | 'fix'> {
  const got = JSON.stringify(member);
  return { what: 'has an entry twice', got, fix: `leave ${got} out once` };
}
