import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  ACT_TRACE,
  type ActTrace,
  type TraceQuestion,
  type TraceStep,
} from '../../lib/contract/act-trace.ts';
import { actPage } from '../../lib/report/act-page.ts';
import { traceCallOf } from '../../lib/report/trace-call.ts';

type Asked = readonly [name: string, input: unknown, result?: string];

const step = (number: number, calls: readonly Asked[], details: Partial<TraceStep> = {}): TraceStep => ({
  active_url: 'https://shop.example/',
  image: 'data:image/jpeg;base64,AAAA',
  simplified_dom: '',
  number,
  at: '2026-03-01T09:00:02.000Z',
  width_px: 1600,
  height_px: 800,
  server_time_ms: 1500,
  program: {
    calls: calls.map(([name, input, result], at) =>
      traceCallOf({ callId: `${number}-${at}`, name, input }, result),
    ),
  },
  ...details,
});

const trace = (steps: readonly TraceStep[], details: Partial<ActTrace> = {}): ActTrace => ({
  ...ACT_TRACE,
  sdk_version: '1.2.3',
  prompt: 'Buy <shoes>, format output with jsonschema: {"type":"string"}',
  status: 'SUCCEEDED',
  steps,
  metadata: {
    workflow_definition_name: 'shop',
    workflow_run_id: 'run-1',
    session_id: 'session-1',
    act_id: 'act-1',
    prompt: '',
    num_steps_executed: steps.length,
    start_time: 1_772_355_600,
    end_time: 1_772_355_690,
    step_server_times_s: [1.5, 2],
    time_worked_s: 30,
    human_wait_time_s: 60,
  },
  ...details,
});

/** What a reader sees. */
function textOf(page: string): string {
  return page
    .slice(page.indexOf('<main>'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}

test('the page has the prompt, the schema, the result, times and ids', () => {
  const text = textOf(actPage(trace([step(1, [['return', ['"42"']]])])));

  expect(text).toContain('Act succeeded Buy <shoes> answers {"type":"string"} Result 42');
  expect(text).toContain(
    'Duration 1 min 30 s Worked 30.0 s For the model 3.5 s Browser and tools 26.5 s For people 1 min 00 s',
  );
  expect(text).toContain('Workflow shop Run run-1 Session session-1 Act act-1 SDK 1.2.3');
  expect(text).toMatch(/1 https:\/\/shop\.example\/ 1\.5 s \d\d:\d\d:02/);
});

test.each<[Asked, string]>([
  [['agentClick', ['<box>1,2,3,4</box>']], 'Click box 1 2 3 4'],
  [['agentClick', ['1,2,3,4', 'left-double']], 'Double-click box 1 2 3 4'],
  [['agentHover', ['<bbox>1,2,3,4</bbox>']], 'Move the pointer box 1 2 3 4'],
  [['agentType', ['red', '<box>1,2,3,4</box>', true]], 'Type "red" , then Enter box 1 2 3 4'],
  [['agentScroll', ['down', '<box>1,2,3,4</box>']], 'Scroll down box 1 2 3 4'],
  [['goToUrl', ['https://a.example/']], 'Go to https://a.example/'],
  [['wait', [3]], 'Wait 3 s'],
  [['think', ['A shop.']], 'A shop.'],
  [['throwAgentError', ['No shoes.']], 'The agent gave up No shoes.'],
  [['lookup', { sku: 'A' }, '{"stock":4}'], 'Use the tool lookup with { "sku": "A" } {"stock":4}'],
  [['human_Approve', { message: 'Pay 5 €?' }, '"yes"'], 'Ask a person to approve "Pay 5 €?" "yes"'],
  [['agentClick', [7], 'AgentRedirectError: no'], 'Ask for agentClick with [ 7 ] AgentRedirectError: no'],
])('%j is said in words', (asked, words) => {
  expect(textOf(actPage(trace([step(1, [asked], { image: '' })])))).toContain(words);
});

test('where a picture shows the box, nobody has to read its numbers', () => {
  const page = actPage(trace([step(1, [['agentType', ['red', '<box>1,2,3,4</box>', true]]])]));
  expect(textOf(page)).toMatch(/1 Type "red" , then Enter$/);
  expect(page).toContain('title="&#60;box&#62;1,2,3,4&#60;/box&#62;">Type<');
});

describe('an act that failed', () => {
  const error = { name: 'ActInvalidModelGenerationError', message: 'The answer does not match.' };

  test('says why, and what the agent had returned', () => {
    const page = actPage(trace([step(1, [['return', ['42']]])], { status: 'FAILED', error }));

    expect(textOf(page)).toContain(
      'ActInvalidModelGenerationError The answer does not match. The agent had returned 42',
    );
  });

  test('shows the page of the step that was not answered', () => {
    const page = actPage(trace([step(1, [], { server_time_ms: undefined })], { status: 'FAILED', error }));

    expect(textOf(page)).toContain('The service did not answer.');
    expect(page).toContain('src="data:image/jpeg;base64,AAAA"');
  });
});

test('nothing runs and nothing is loaded, whatever the texts are', () => {
  const attack = `"'><img src=x onerror=alert(1)><script>alert(1)</script>`;
  const steps = [
    step(1, [['goToUrl', [`javascript:${attack}`]]], { active_url: `javascript:${attack}` }),
    step(2, [[attack, { [attack]: attack }, attack]], { image: `https://evil.example/${attack}` }),
  ];
  const page = actPage(trace(steps, { prompt: attack, error: { name: attack, message: attack } }));

  expect(page).not.toMatch(/<script|<img src=x|src="(?!data:image)|href="(?!https?:)/);
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page).toContain(`default-src 'none'; img-src data:; style-src 'sha256-${hash}'`);
});

test.each<readonly [string, Omit<TraceQuestion, 'request_id'>, RegExp]>([
  [
    'human_Approve',
    {
      phase: 'answered',
      answer: 'yes',
      by: { name: 'Ana <a>' },
      answered_at: '2026-03-01T09:00:42.000Z',
      comment: 'once & only',
      wait_s: 40,
    },
    /Pay\?" approved by Ana <a> \(as typed, not verified\) at 1 Mar 2026, \d\d:00:42 \S+ , after 40\.0 s: “once & only”/,
  ],
  [
    'human_UiTakeover',
    { phase: 'answered', answer: 'yes', by: { name: 'Ana', subject: 'ana@shop' }, wait_s: 4 },
    /done by Ana \(signed in as ana@shop\) , after 4\.0 s/,
  ],
  [
    'human_Approve',
    { phase: 'answered', answer: 'no', by: { subject: 'ana@shop' }, wait_s: 4 },
    /not approved by ana@shop \(signed in\) , after/,
  ],
  ['human_Approve', { phase: 'answered', answer: 'no', wait_s: 4 }, /not approved, after 4\.0 s/],
  ['human_Approve', { phase: 'expired', wait_s: 4 }, /nobody answered, after 4\.0 s/],
  ['human_Approve', { phase: 'withdrawn', wait_s: 4 }, /nobody waited for the answer any more, after 4\.0 s/],
])('who has answered, when and what stands at the question (%s, %j)', (name, given, words) => {
  const asking = step(1, [[`tool_${name}`, { message: 'Pay?' }, '"yes"']]);
  const [call] = asking.program.calls;
  const calls = call === undefined ? [] : [{ ...call, name, human: { request_id: 'q', ...given } }];

  const text = textOf(actPage(trace([{ ...asking, program: { calls } }])));

  expect(text).toMatch(words);
  // That is said already.
  expect(text.includes('"yes"')).toBe(given.answer !== 'yes');
});
