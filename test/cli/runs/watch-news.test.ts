import { expect, test } from '@jest/globals';
import { runLogOf } from '../../../lib/cli/run-records/run-log.ts';
import { actNews } from '../../../lib/cli/runs/watch-news.ts';

const startedAt = new Date('2026-01-31T12:00:00Z');
const act = {
  actId: 'a1b2c3d4-0',
  sessionId: 's',
  workflowRunId: 'r',
  startedAt,
  status: 'RUNNING',
} as const;
const began = { message: 'act started', actId: act.actId, prompt: 'Buy it' };
const step = (number: number) => ({
  message: `step ${number}`,
  actId: act.actId,
  url: 'https://shop/',
  calls: ['look'],
});

test('each look at a run tells what is new, once', () => {
  const first = actNews(new Map(), [act], runLogOf([began, step(1)]));
  expect(first.lines).toEqual(['  act a1b2c3d4 began: "Buy it"', '    step 1 on https://shop/: look']);
  const same = actNews(first.acts, [act], runLogOf([began, step(1)]));
  expect(same.lines).toEqual([]);
  const failed = { ...act, status: 'FAILED', endedAt: new Date(startedAt.getTime() + 4200) } as const;
  const end = { message: 'act ended', actId: act.actId, error: { type: 'Refused', message: 'Sold out' } };
  const last = actNews(same.acts, [failed], runLogOf([began, step(1), step(2), end]));
  expect(last.lines).toEqual([
    '    step 2 on https://shop/: look',
    '  act a1b2c3d4 FAILED after 4.2 s, 2 steps: Refused: Sold out',
  ]);
});

test('where there is no log of ours, as on AWS, acts begin and end without prompts and steps', () => {
  const { lines } = actNews(new Map(), [{ ...act, status: 'TIMED_OUT' }], runLogOf([]));
  expect(lines).toEqual(['  act a1b2c3d4 began', '  act a1b2c3d4 TIMED_OUT']);
});
