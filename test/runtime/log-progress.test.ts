import { expect, test } from '@jest/globals';
import { logProgress } from '../../lib/runtime/log-progress.ts';
import { jsonLogger } from '../../lib/runtime/logger.ts';

test('an answer of a person keeps the ids of its invocation, names the person, and not the comment', () => {
  const lines: string[] = [];
  const logger = jsonLogger({ level: 'info', write: (line) => lines.push(line) });

  logProgress(logger.with({ sessionId: 'of-agentcore', requestId: 'of-the-invocation' }), {
    ...{ type: 'human', phase: 'answered', kind: 'approve', answer: 'yes', waitMs: 5 },
    ...{ workflowRunId: 'run', sessionId: 'of-the-browser', actId: 'act', requestId: 'of-the-question' },
    ...{ by: { name: 'Ana', subject: 'ana@example.com' }, comment: 'my PIN is 1234' },
  });

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    ...{ message: 'human answered', sessionId: 'of-agentcore', requestId: 'of-the-invocation' },
    ...{ browserSessionId: 'of-the-browser', questionId: 'of-the-question' },
    ...{ answeredBy: 'ana@example.com', saysToBe: 'Ana' },
  });
  expect(lines.join('')).not.toContain('1234');
});
