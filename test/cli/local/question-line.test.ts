import { expect, test } from '@jest/globals';
import { questionLine } from '../../../lib/cli/local/question-line.ts';
import type { AskedHere } from '../../../lib/local/index.ts';

const asked: AskedHere = {
  ...{ definitionName: 'order', questionId: 'q', kind: 'approve', status: 'open', expiresAt: 0 },
  workflowRunId: '11111111-2222-4333-8444-555555555555',
  viewerUrl: 'http://127.0.0.1:8737/viewer/runs/1',
};

test.each<[string, Partial<AskedHere>, string]>([
  ['is asked', {}, 'The workflow order asks for an approval: answer at http://127.0.0.1:8737/viewer/runs/1'],
  [
    'is answered',
    { status: 'answered', answer: { value: 'yes', at: 0, by: { name: 'Ada' }, comment: 'fine\n\u001b[2J' } },
    'The workflow order (run 11111111) was answered: Ada (as typed, not verified) approved. "fine\\n\\u001b[2J"',
  ],
  [
    'is refused',
    { status: 'answered', answer: { value: 'no', at: 0, by: {} } },
    'The workflow order (run 11111111) was answered: a person did not approve.',
  ],
  ['expires', { status: 'expired' }, 'The workflow order (run 11111111) was not answered in time.'],
  [
    'is withdrawn',
    { status: 'withdrawn', withdrawnBecause: 'The run was stopped.' },
    'The workflow order (run 11111111) waits for no answer any more: The run was stopped.',
  ],
])('a question that %s is one line', (_what, news, line) => {
  expect(questionLine({ ...asked, ...news })).toBe(line);
});
