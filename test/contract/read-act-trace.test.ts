import { expect, test } from '@jest/globals';
import { ACT_TRACE } from '../../lib/contract/act-trace.ts';
import { readActTrace } from '../../lib/contract/read-act-trace.ts';
import { ExplainedError } from '../../lib/core/errors.ts';

const trace = {
  ...ACT_TRACE,
  sdk_version: '1.2.3',
  prompt: 'Buy',
  status: 'SUCCEEDED',
  metadata: {
    workflow_definition_name: 'shop',
    workflow_run_id: 'r',
    session_id: 's',
    act_id: 'a',
    prompt: 'Buy',
    num_steps_executed: 1,
    start_time: 1,
    end_time: null,
    step_server_times_s: [],
    time_worked_s: null,
    human_wait_time_s: 0,
  },
  steps: [
    {
      active_url: '',
      image: '',
      simplified_dom: '',
      number: 1,
      at: '2026-03-01T09:00:02.000Z',
      width_px: 1,
      height_px: 1,
      program: { calls: [{ name: 'return', kwargs: {}, id: '1', is_tool: false, is_return: true }] },
    },
  ],
};

function withQuestion(human: object): string {
  const [step] = trace.steps;
  const calls = step?.program.calls.map((call) => ({ ...call, human }));
  return JSON.stringify({ ...trace, steps: [{ ...step, program: { calls } }] });
}

test('a trace is read as it is, with members of later versions', () => {
  const text = JSON.stringify({ ...trace, addedLater: true });
  expect(readActTrace(text)).toEqual(JSON.parse(text));
});

test.each([
  ['no JSON', 'not the trace of an act'],
  ['{"sdk_version":"3.4","prompt":"x","steps":[]}', 'not the trace of an act'],
  [JSON.stringify({ ...trace, version: 2 }), 'has version 2; this package reads version 1'],
  [JSON.stringify({ ...trace, steps: undefined }), 'damaged: steps is missing'],
  [JSON.stringify({ ...trace, steps: {} }), 'damaged: steps is missing'],
  [JSON.stringify({ ...trace, error: 'boom' }), 'damaged: error.name'],
  [JSON.stringify({ ...trace, error: { name: 'x', message: ['y'] } }), 'damaged: error.message'],
  [JSON.stringify({ ...trace, metadata: {} }), 'damaged: metadata.workflow_definition_name'],
  [JSON.stringify({ ...trace, steps: [{ ...trace.steps[0], image: 7 }] }), 'damaged: steps[0].image'],
  [
    JSON.stringify({ ...trace, steps: [{ ...trace.steps[0], program: { calls: [{}] } }] }),
    'damaged: steps[0].program.calls[0].name',
  ],
  [withQuestion({ phase: 'answered' }), 'damaged: steps[0].program.calls[0].human.request_id'],
  [
    withQuestion({ request_id: 'q', phase: 'answered', wait_s: 1, answered_at: 'noon' }),
    'damaged: steps[0].program.calls[0].human.answered_at',
  ],
  [
    withQuestion({ request_id: 'q', phase: 'answered', wait_s: 1, by: { name: ['Ana'] } }),
    'damaged: steps[0].program.calls[0].human.by.name',
  ],
  [JSON.stringify({ ...trace, steps: {} }), 'damaged: steps is missing'],
  [JSON.stringify({ ...trace, error: { name: 'E' } }), 'damaged: error.message'],
  [JSON.stringify({ ...trace, steps: [{ ...trace.steps[0], at: 'soon' }] }), 'damaged: steps[0].at'],
  [
    JSON.stringify({
      ...trace,
      steps: [
        { ...trace.steps[0], program: { calls: [{ ...trace.steps[0]?.program.calls[0], result: {} }] } },
      ],
    }),
    'damaged: steps[0].program.calls[0].result',
  ],
])('%.60s is none', (text, message) => {
  expect(() => readActTrace(text)).toThrow(ExplainedError);
  expect(() => readActTrace(text)).toThrow(message);
});
