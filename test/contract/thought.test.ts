import { expect, test } from '@jest/globals';
import { splitThought } from '../../lib/contract/thought.ts';

test('the state of the offline agent is no part of what it says', () => {
  expect(splitThought('Clause 1 of 2: Click. {"clause":0,"notes":{"0":"{\\"clause\\":9}"}}')).toEqual({
    words: 'Clause 1 of 2: Click.',
    state: { clause: 0, notes: { 0: '{"clause":9}' } },
  });
});

test.each([
  'A shop.',
  'It says {"clause":0}',
  'Half {"clause":',
  'More {"clause":0} follows',
  '{"clause":0}',
])('%j is shown as it is', (thought) => {
  const { words, state } = splitThought(thought);
  expect(state === undefined ? words : `${words} ${JSON.stringify(state)}`).toBe(thought);
});
