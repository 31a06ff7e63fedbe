import { expect, test } from '@jest/globals';
import type { Question } from '../../../lib/desk/index.ts';
import { withQuestions } from '../../../lib/local/human/record-questions.ts';
import { traceQuestionOf } from '../../../lib/local/human/trace-question-of.ts';
import type { ActRecord, StepRecord } from '../../../lib/local/nova-act/records.ts';

const ASKED_AT = Date.parse('2026-03-01T10:00:00Z');
const answer = { value: 'yes', at: ASKED_AT + 4_000, by: { subject: 'ana@shop' } } as const;

function asked(given: Partial<Question> = {}): Question {
  return {
    ...{ definitionName: 'd', questionId: 'q', version: 1, kind: 'approve', message: 'Pay?', pageUrl: '' },
    ...{ workflowRunId: 'r', sessionId: 's', actId: 'a', askedHash: '', tokenHashes: [], hasPicture: false },
    ...{ askedAt: ASKED_AT, expiresAt: ASKED_AT + 60_000, heardAt: ASKED_AT },
    ...given,
  };
}

test.each<[string, Partial<Question>, boolean, object | undefined]>([
  ['that waits', {}, false, undefined],
  ['that is answered, which its workflow does not know yet', { answer }, false, undefined],
  [
    'whose workflow has the answer',
    { answer, fetchedAt: ASKED_AT + 5_000 },
    false,
    {
      ...{ request_id: 'q', phase: 'answered', answer: 'yes', by: { subject: 'ana@shop' } },
      ...{ answered_at: '2026-03-01T10:00:04.000Z', wait_s: 5 },
    },
  ],
  ['answered to an act that has ended', { answer }, true, { request_id: 'q', phase: 'withdrawn', wait_s: 4 }],
  [
    'taken back after its answer',
    { answer, withdrawn: { at: ASKED_AT + 6_000, reason: '' } },
    false,
    { request_id: 'q', phase: 'withdrawn', wait_s: 6 },
  ],
  ['that nobody answered', { expired: true }, false, { request_id: 'q', phase: 'expired', wait_s: 60 }],
])('of a question %s', (_what, given, actHasEnded, recorded) => {
  expect(traceQuestionOf(asked(given), { nowMs: ASKED_AT + 10_000, actHasEnded })).toEqual(recorded);
});

test('questions stand with the calls that asked them, whatever was not asked', () => {
  const step = (index: number, messages: readonly string[]): StepRecord => ({
    ...{ index, stepId: `${index}`, at: new Date(ASKED_AT + index * 1000).toISOString(), results: [] },
    ...{ observation: { url: '', widthPx: 1, heightPx: 1 }, inputHash: '' },
    calls: messages.map((message, at) => ({ callId: `c${at}`, name: 'human_Approve', input: { message } })),
  });
  const steps = [step(1, ['', 'Pay?', 'Pay?']), step(2, ['Pay?', 'Hide\u001b[8m?'])];
  const at = (seconds: number, questionId: string, message = 'Pay?') => {
    const time = { askedAt: ASKED_AT + seconds * 1000, expiresAt: ASKED_AT + 99_000 };
    return asked({ ...time, questionId, message, expired: true });
  };
  const act = { status: 'RUNNING' } as ActRecord;
  const questions = [
    at(1.1, 'one'),
    at(1.5, 'two'),
    at(2.5, 'four', 'Hide?'),
    at(2.1, 'three'),
    at(0, 'before'),
  ];
  const next = withQuestions(act, { asked: questions.slice(0, 2), steps: () => steps, nowMs: ASKED_AT });
  const last = withQuestions(
    { ...next, questions: next.questions },
    { asked: [...questions].sort((a, b) => a.askedAt - b.askedAt), steps: () => steps, nowMs: ASKED_AT },
  );

  expect(last.questions?.map((each) => [each.human.request_id, each.step, each.callId])).toEqual([
    ['one', 1, 'c1'],
    ['two', 1, 'c2'],
    ['before', undefined, undefined],
    ['three', 2, 'c0'],
    ['four', 2, 'c1'],
  ]);
  expect(withQuestions(last, { asked: questions, steps: () => steps, nowMs: ASKED_AT })).toBe(last);
});
