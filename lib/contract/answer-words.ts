import { answererWords } from './answerer-words.ts';
import type { HumanRequestKind } from './progress.ts';
import type { Answerer } from './question.ts';

/** What a person has answered, and who it was as far as it is known, for people. */
export function answerWords(answered: {
  readonly kind: HumanRequestKind;
  readonly answer?: 'yes' | 'no' | undefined;
  readonly by?: Answerer | undefined;
}): string {
  const { kind, answer, by } = answered;
  const who = answererWords(by) ?? 'a person';
  if (kind === 'approve') return `${who} ${answer === 'yes' ? 'approved' : 'did not approve'}`;
  return answer === 'yes' ? `${who} has taken over and is done` : `${who} did not take over`;
}
