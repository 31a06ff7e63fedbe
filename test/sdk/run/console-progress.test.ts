import { afterEach, expect, jest, test } from '@jest/globals';
import { consoleProgress, type ProgressEvent, Workflow } from '../../../lib/sdk/index.ts';
import { progressLine } from '../../../lib/sdk/run/console-progress.ts';

const ids = { workflowRunId: 'r', sessionId: 's', actId: 'a' };
const EVENTS: readonly ProgressEvent[] = [
  { type: 'act', phase: 'started', ...ids, status: 'RUNNING', stepCount: 0 },
  { type: 'step', ...ids, stepNumber: 1, calls: ['agentClick'], serverTimeMs: 10 },
  { type: 'act', phase: 'paused', ...ids, status: 'RUNNING', stepCount: 1 },
  { type: 'log', level: 'warn', message: 'look out' },
  { type: 'act', phase: 'ended', ...ids, status: 'FAILED', stepCount: 1, errorName: 'ActAgentFailed' },
];

afterEach(() => {
  delete process.env.NOVA_ACT_PROGRESS;
  delete process.env.NOVA_ACT_LOG_LEVEL;
  jest.restoreAllMocks();
});

function printed(level?: 'error' | 'warn' | 'info' | 'debug'): readonly string[] {
  process.env.NOVA_ACT_PROGRESS = '1';
  const lines: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text).trim()) > 0);
  for (const event of EVENTS) consoleProgress({ level })?.(event);
  jest.restoreAllMocks();
  return lines;
}

test('the log level says which lines are printed, the option before the environment', () => {
  const [started, step, paused, warning, failed] = [
    'act a started',
    'step 1: agentClick (10 ms)',
    'act a paused',
    'warn: look out',
    'act a FAILED after 1 step (ActAgentFailed)',
  ];
  expect(printed()).toEqual([started, paused, warning, failed]);
  expect(printed('debug')).toEqual([started, step, paused, warning, failed]);
  expect(printed('warn')).toEqual([warning, failed]);
  process.env.NOVA_ACT_LOG_LEVEL = 'error';
  expect(printed()).toEqual([failed]);
  expect(printed('warn')).toEqual([warning, failed]);
});

test.each<readonly [string, object, string]>([
  ['20', {}, 'NOVA_ACT_LOG_LEVEL is "20"; it must be one of debug, info, warn, error. Did you mean "info"?'],
  [
    '',
    { logLevel: 'wran' },
    'logLevel is "wran"; it must be one of debug, info, warn, error. Did you mean "warn"?',
  ],
  [
    '',
    { logLevel: 'info', onProgress: () => {} },
    'logLevel and onProgress were both given. With onProgress',
  ],
])('a wrong log level (%s, %j) is said before there is a run', async (variable, options, message) => {
  process.env.NOVA_ACT_LOG_LEVEL = variable;
  await expect(Workflow.start({ definitionName: 'shop', ...options })).rejects.toMatchObject({
    name: 'ValidationFailed',
    message: expect.stringContaining(message),
  });
});

test('who has answered is said, and whether anybody has checked it', () => {
  const asked = { type: 'human', phase: 'answered', ...ids, requestId: 'q', waitMs: 40_000 } as const;
  const lines = [
    { ...asked, kind: 'approve', answer: 'yes', by: { name: 'Ana' }, comment: 'line\nline' } as const,
    { ...asked, kind: 'takeOver', answer: 'yes', by: { name: 'Ana', subject: 'ana@shop' } } as const,
    { ...asked, kind: 'takeOver', answer: 'no', by: { subject: 'ana@shop' } } as const,
    { ...asked, kind: 'approve', answer: 'no' } as const,
  ].map((event) => progressLine(event).trim());

  expect(lines).toEqual([
    'Ana (as typed, not verified) approved after 40.0 s: "line\\nline"',
    'Ana (signed in as ana@shop) has taken over and is done after 40.0 s',
    'ana@shop (signed in) did not take over, after 40.0 s',
    'a person did not approve after 40.0 s',
  ]);
});
