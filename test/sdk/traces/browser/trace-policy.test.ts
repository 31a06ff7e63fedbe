import { expect, test } from '@jest/globals';
import { TRACE_WORDS } from '../../../../lib/contract/browser-trace.ts';
import { fateOfAct, fateOfEnd, fateOfHeld } from '../../../../lib/sdk/traces/browser/trace-policy.ts';

test('what is kept, by the word', () => {
  const kept = TRACE_WORDS.map((word) => [
    word,
    fateOfAct(word, { hasFailed: false }),
    fateOfAct(word, { hasFailed: true }),
    fateOfEnd(word),
  ]);
  expect(kept).toEqual([
    ['off', 'dropped', 'dropped', 'dropped'],
    ['on', 'stored', 'stored', 'stored'],
    ['retain-on-failure', 'dropped', 'stored', 'held'],
  ]);
  expect([fateOfHeld('SUCCEEDED'), fateOfHeld('FAILED')]).toEqual(['dropped', 'stored']);
});
