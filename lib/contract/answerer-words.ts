import type { Answerer } from './question.ts';

/** Who has answered, for people: whether anybody has checked it is said. `undefined` when nothing is known. */
export function answererWords({ name, subject }: Answerer = {}): string | undefined {
  if (subject !== undefined) return name === undefined ? subject : `${name} (signed in as ${subject})`;
  return name === undefined ? undefined : `${name} (not verified)`;
}
