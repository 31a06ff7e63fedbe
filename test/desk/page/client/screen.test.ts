import { describe, expect, test } from '@jest/globals';
import type { ShownQuestion } from '../../../../lib/contract/question.ts';
import type { PageState, SentAnswer } from '../../../../lib/desk/page/client/page-state.ts';
import { FETCH_PATIENCE_MS, screenOf } from '../../../../lib/desk/page/client/screen.ts';

const NOW = 1_800_000_000_000;
const open: ShownQuestion = {
  definitionName: 'order-shoes',
  kind: 'approve',
  workflowRunId: 'run',
  status: 'open',
  askedAt: NOW - 1_000,
  expiresAt: NOW + 60_000,
  now: NOW,
  heardAt: NOW,
  asked: { message: 'May I?', pageUrl: '' },
};
const { asked: _, ...closed } = open;
const answered: ShownQuestion = {
  ...closed,
  status: 'answered',
  answer: { value: 'yes', at: NOW, by: { name: 'Kim' } },
};
const sent: SentAnswer = { answer: 'yes', name: 'Kim', nonce: 'n', outcome: 'recorded' };
const state: PageState = { clockAheadMs: 0, isUnknown: false, wasOpen: true };

/** All that is said. */
function said(given: Partial<PageState>, now = NOW): string {
  return JSON.stringify(screenOf({ ...state, ...given }, now));
}

describe('success is said only when the desk has said so', () => {
  test.each<[string, Partial<PageState>]>([
    ['nothing is known yet', {}],
    ['the desk is silent', { silence: 'No network.' }],
    ['it is being sent', { shown: open, sending: 'yes' }],
    ['it is open, and nobody knows', { shown: open, sent: { ...sent, outcome: 'unsure' } }],
    [
      'nobody knows, and the desk is silent',
      { shown: open, sent: { ...sent, outcome: 'unsure' }, silence: 'No network.' },
    ],
    ['it was refused', { shown: open, sent: { ...sent, outcome: 'refused' }, refusal: 'Too long.' }],
    [
      'somebody else has answered otherwise',
      {
        shown: { ...answered, answer: { value: 'no', at: NOW, by: {} } },
        sent: { ...sent, outcome: 'unsure' },
      },
    ],
    ['somebody else has answered the same', { shown: answered, sent: { ...sent, outcome: 'refused' } }],
    ['it has expired', { shown: { ...closed, status: 'expired' }, sent: { ...sent, outcome: 'unsure' } }],
    ['it was withdrawn', { shown: { ...closed, status: 'withdrawn' }, sent: { ...sent, outcome: 'unsure' } }],
  ])('%s', (_name, given) => {
    expect(said(given)).not.toContain('Your answer is recorded');
  });

  test('the desk has it', () => {
    expect(said({ shown: answered, sent })).toContain('Your answer is recorded');
  });
});

test('what is not known is told', () => {
  expect(said({ shown: open, sent: { ...sent, outcome: 'unsure' }, silence: 'No network.' })).toContain(
    'It is not known whether your answer was recorded',
  );
  expect(said({ shown: open, sent: { ...sent, outcome: 'unsure' } })).toContain('is not recorded so far');
});

test('an answer is with the workflow when that has fetched it, and perhaps nowhere after a while', () => {
  expect(said({ shown: answered, sent })).toContain('Waiting for the workflow');
  expect(said({ shown: answered, sent }, NOW + FETCH_PATIENCE_MS)).toContain('perhaps nothing has happened');
  expect(said({ shown: { ...answered, fetchedAt: NOW }, sent })).toContain('The workflow has got it');
  expect(said({ shown: { ...answered, withdrawnBecause: 'It was stopped.' }, sent })).toMatch(
    /stopped waiting before it got the answer.*It was stopped/,
  );
});

test('somebody else has answered: who, what and why, and what became of the own answer', () => {
  const comment = 'Too expensive';
  const other = {
    ...answered,
    answer: { value: 'no', at: NOW, by: { name: 'Alice', subject: 'a@x' }, comment },
  } as const;
  expect(said({ shown: other, sent: { ...sent, outcome: 'refused' } })).toMatch(
    /Alice.*signed in as.*a@x.*has answered already.*Refused.*Too expensive.*Your answer was not recorded/,
  );
});

test('a workflow that has not asked for a minute may have ended, by the clock of the desk', () => {
  const aheadMs = 3_600_000;
  const shown = { ...open, heardAt: NOW + aheadMs - 59_000 };
  expect(said({ shown, clockAheadMs: aheadMs })).not.toContain('may have ended');
  expect(said({ shown, clockAheadMs: aheadMs }, NOW + 2_000)).toContain('may have ended');
});
