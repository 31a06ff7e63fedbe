import { describe, expect, test } from '@jest/globals';
import { questionNews } from '../../../lib/cli/runs/question-news.ts';
import {
  type KnownQuestion,
  questionLines,
  questionsOf,
  waitsText,
} from '../../../lib/cli/runs/question-text.ts';

const nowMs = Date.parse('2026-01-31T12:01:30Z');
const url = 'http://127.0.0.1:8737';
const where = { url, definitionName: 'order', nowMs };
const open: KnownQuestion = {
  ...{ requestId: 'q1', workflowRunId: 'r1', sessionId: 's1', actId: 'a1b2c3d4-0', kind: 'approve' },
  ...{ phase: 'asked', askedAt: '2026-01-31T12:00:00.000Z', expiresAt: '2026-01-31T12:10:00.000Z' },
  isOpen: true,
};
const endedAt = '2026-01-31T12:01:00.000Z';
const ended = { ...open, isOpen: false, endedAt };

describe('a question that waits', () => {
  test('says what, since when, until when, and on local AWS where it is answered', () => {
    expect(questionLines(open, { ...where, isOpen: true })).toEqual([
      'act a1b2c3d4 waits for a person, who is asked to approve, since 2026-01-31T12:00:00Z (1 min 30 s), until 2026-01-31T12:10:00Z at the latest',
      `  answer at ${url}/viewer/definitions/order/runs/r1#question-q1, unless it is asked on a terminal`,
    ]);
  });

  test('says on AWS that the link is with those who were told', () => {
    const [, line] = questionLines({ ...open, kind: 'takeOver' }, { ...where, url: undefined, isOpen: true });
    expect(line).toBe('  it is answered behind the link that people were sent');
  });
});

test.each<[string, Partial<KnownQuestion>, string]>([
  [
    'answered',
    { phase: 'answered', answer: 'no', by: { name: 'Ada' }, comment: 'too dear' },
    'Ada (as typed, not verified) did not approve after 1 min 00 s: "too dear"',
  ],
  ['expired', { phase: 'expired' }, 'nobody answered after 1 min 00 s'],
  [
    'withdrawn',
    { phase: 'withdrawn' },
    'taken back after 1 min 00 s, because the act ended for another reason',
  ],
  ['forgotten', { phase: 'asked', endedAt: undefined }, 'what became of it is not known'],
])('one that is %s says what became of it', (_how, end, text) => {
  expect(questionLines({ ...ended, ...end }, { ...where, isOpen: false })).toEqual([
    `act a1b2c3d4 asked for an approval at 2026-01-31T12:00:00Z: ${text}`,
  ]);
});

test('a run has its own questions of the record of its invocation, and nobody waits in one that has ended', () => {
  const { isOpen: _isOpen, ...recorded } = open;
  const record = { id: 's.i', status: 'RUNNING', startedAt: '', questions: [recorded] } as const;
  const invocation = { id: 's.i', sessionId: 's', record };
  expect(questionsOf(invocation, 'r1', nowMs)).toEqual([open]);
  expect(questionsOf(invocation, 'r2', nowMs)).toEqual([]);
  expect(questionsOf({ ...invocation, record: { ...record, status: 'FAILED' } }, 'r1', nowMs)).toEqual([
    { ...open, isOpen: false },
  ]);
  expect(questionsOf({ ...invocation, record: undefined }, 'r1', nowMs)).toBeUndefined();
});

test('in a list a run that waits says so', () => {
  expect(waitsText([{ ...ended, phase: 'answered' }, open])).toBe('waits for a person (to approve)');
  expect(waitsText([{ ...ended, phase: 'answered' }])).toBeUndefined();
});

test('each look at a run tells once that a person is asked, and once what was answered', () => {
  const first = questionNews(new Map(), [open], where);
  expect(first.lines).toHaveLength(2);
  const same = questionNews(first.known, [open], where);
  expect(same.lines).toEqual([]);
  const last = questionNews(same.known, [{ ...ended, phase: 'answered', answer: 'yes' }], where);
  expect(last.lines).toEqual([expect.stringContaining('a person approved after')]);
  expect(questionNews(last.known, [{ ...ended, phase: 'answered', answer: 'yes' }], where).lines).toEqual([]);
});
