import type { Answerer } from './question.ts';

/**
 * Who has answered, for people: `Ana (as typed, not verified)`, `ana@example.com (signed in)`, `Ana (signed in as ana@example.com)`. A name is what
 * somebody has typed, a subject what the sign-in has shown. `undefined` when nothing is known.
 */
export function answererWords({ name, subject }: Answerer = {}): string | undefined {
  const typed = name === '' ? undefined : name;
  if (subject !== undefined)
    return typed === undefined ? `${subject} (signed in)` : `${typed} (signed in as ${subject})`;
  return typed === undefined ? undefined : `${typed} (as typed, not verified)`;
}
