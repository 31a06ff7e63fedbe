import { describe, expect, test } from '@jest/globals';
import { isInvocationRecord } from '../../lib/contract/invocation-record.ts';
import { isAskedNow, questionsAfter } from '../../lib/contract/recorded-question.ts';

const at = new Date('2026-01-31T12:00:00.000Z');
const later = new Date('2026-01-31T12:00:40.000Z');
const ids = { requestId: 'q1', workflowRunId: 'r', sessionId: 's', actId: 'a' };
const expiresAt = '2026-01-31T12:10:00.000Z';
const asked = { type: 'human', phase: 'asked', kind: 'approve', ...ids, waitMs: 0, expiresAt } as const;
const answered = {
  type: 'human',
  phase: 'answered',
  kind: 'approve',
  ...ids,
  waitMs: 40_000,
  answer: 'no',
  by: { name: 'Ada' },
  comment: 'too dear',
  answeredAt: later.toISOString(),
} as const;
const open = { ...ids, kind: 'approve', phase: 'asked', askedAt: at.toISOString(), expiresAt } as const;

describe('the questions of an invocation', () => {
  test('are noted when they are asked, and once more when they are answered', () => {
    const before = questionsAfter([], asked, at);
    expect(before).toEqual([open]);
    expect(questionsAfter(before, answered, later)).toEqual([
      {
        ...open,
        ...{ phase: 'answered', answer: 'no', by: { name: 'Ada' }, comment: 'too dear' },
        ...{ answeredAt: later.toISOString(), endedAt: later.toISOString() },
      },
    ]);
  });

  test('of which only the end was heard were asked so long before', () => {
    expect(questionsAfter([], { ...answered, phase: 'expired' }, later)).toMatchObject([
      { phase: 'expired', askedAt: at.toISOString() },
    ]);
  });

  test('are as many as a record can have', () => {
    let questions = questionsAfter([], asked, at);
    for (let number = 2; number <= 60; number += 1)
      questions = questionsAfter(questions, { ...asked, requestId: `q${number}` }, at);
    expect([questions.length, questions[0]?.requestId]).toEqual([50, 'q11']);
  });

  test.each([
    ['no id', { requestId: undefined }],
    ['no text for a comment', { comment: 7 }],
    ['an answer that there is not', { answer: 'perhaps' }],
  ])('have nothing of an event with %s', (_what, wrong) => {
    const before = questionsAfter([], asked, at);
    expect(questionsAfter(before, JSON.parse(JSON.stringify({ ...answered, ...wrong })), later)).toBe(before);
  });

  test('make a record unreadable when they are not what they should be', () => {
    const record = { id: 's.i', status: 'RUNNING', startedAt: at.toISOString() };
    expect(isInvocationRecord({ ...record, questions: [open] })).toBe(true);
    expect(isInvocationRecord({ ...record, questions: [{ ...open, phase: 'perhaps' }] })).toBe(false);
  });
});

test.each([
  ['while it is asked', open, 'RUNNING', at, true],
  [
    'when its time has long passed, whatever the record says',
    open,
    'RUNNING',
    new Date('2026-01-31T12:12:00Z'),
    false,
  ],
  ['when the invocation has ended', open, 'FAILED', at, false],
  ['when it was answered', { ...open, phase: 'answered' } as const, 'RUNNING', at, false],
])('whether a person is asked: %s', (_when, question, status, now, is) => {
  expect(isAskedNow(question, status, now.getTime())).toBe(is);
});
