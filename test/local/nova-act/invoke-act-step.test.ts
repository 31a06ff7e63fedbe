import fs from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { type AgentCall, agentCall, offlineAgent, scriptedAgent } from '../../../lib/agents/index.ts';
import { CreateActCommand, CreateSessionCommand, InvokeActStepCommand } from '../../../lib/service/index.ts';
import {
  CLICK_AND_LOOK,
  clickAndLook,
  createAct,
  createRun,
  followingStep,
  jpegBytes,
  observation,
  openingStep,
  sendStep,
  startLocalService,
} from './local-service.ts';

describe('the first step of an act', () => {
  test('asks the agent with task and page, and returns its calls with ids', async () => {
    await using service = await startLocalService({ agent: clickAndLook });
    const act = await createAct(service.client, 'Click the link');
    const answer = await service.client.send(openingStep(act));
    expect(service.questions).toEqual([
      {
        prompt: 'Click the link',
        steps: [],
        observation: JSON.parse(observation()),
        screenshot: { mediaType: 'image/jpeg', bytes: jpegBytes },
        tools: [],
        signal: expect.any(AbortSignal),
      },
    ]);
    expect(answer.calls.map(({ name, input }) => ({ name, input }))).toEqual(CLICK_AND_LOOK);
    expect(new Set(answer.calls.map(({ callId }) => callId)).size).toBe(3);
    expect(answer.stepId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('is kept with its page; the screenshot is a file of its own', async () => {
    await using service = await startLocalService({ agent: clickAndLook });
    const { client, store } = service;
    const act = await createAct(client);
    const answer = await client.send(openingStep(act));
    const [step, ...more] = store.steps(act.actId);
    expect(more).toEqual([]);
    expect(step).toMatchObject({
      index: 1,
      stepId: answer.stepId,
      calls: answer.calls,
      observation: { url: 'https://shop.example/', widthPx: 1600, heightPx: 813 },
    });
    expect(step?.results.map(({ name }) => name)).toEqual(['initiateAct', 'takeObservation']);
    expect(JSON.stringify(step)).not.toContain(jpegBytes.toString('base64'));
    const file = store.screenshotFile({ actId: act.actId, index: 1 });
    expect(file).toMatch(/step-0001\.jpg$/);
    expect(await fs.readFile(file ?? '')).toEqual(jpegBytes);
  });

  test('shows the agent the schema apart from the prompt, and the tools of the act', async () => {
    await using service = await startLocalService();
    const { client, questions } = service;
    const run = await createRun(client);
    const { sessionId } = await client.send(new CreateSessionCommand(run));
    const inputSchema = { type: 'object' };
    const toolSpecs = [
      { name: 'stock', description: 'How many are left', inputSchema: { json: inputSchema } },
    ];
    const task = 'Count them, format output with jsonschema: {"type":"number"}';
    const { actId } = await client.send(new CreateActCommand({ ...run, sessionId, task, toolSpecs }));
    await client.send(openingStep({ ...run, sessionId, actId }));
    expect(questions).toMatchObject([
      {
        prompt: 'Count them',
        schema: { type: 'number' },
        tools: [{ name: 'stock', description: 'How many are left', inputSchema }],
      },
    ]);
  });

  test('without the DOM of the page: the offline agent says how to turn it on', async () => {
    await using service = await startLocalService({ agent: offlineAgent });
    const act = await createAct(service.client);
    const { calls } = await service.client.send(openingStep(act, observation({ simplifiedDOM: '' })));
    expect(calls).toEqual([
      {
        callId: expect.any(String),
        name: 'throw',
        input: [expect.stringMatching(/replayable.*NOVA_ACT_REPLAYABLE/)],
      },
    ]);
  });

  test('without DOM and without an image: other agents are asked all the same', async () => {
    await using service = await startLocalService();
    const act = await createAct(service.client);
    await service.client.send(openingStep(act, observation({ simplifiedDOM: '', screenshotBase64: '' })));
    expect(service.questions).toMatchObject([{ observation: { simplifiedDOM: '' } }]);
    expect(service.questions[0]?.screenshot).toBeUndefined();
  });
});

describe('a following step', () => {
  test('gives the agent its history: calls, results, and null for what was not executed', async () => {
    await using service = await startLocalService({ agent: clickAndLook });
    const { client, questions } = service;
    const act = await createAct(client);
    const first = await client.send(openingStep(act));
    const [click, settle, look] = first.calls;
    if (click === undefined || settle === undefined || look === undefined) throw new Error('three calls');
    const second = await client.send(
      new InvokeActStepCommand({
        ...act,
        previousStepId: first.stepId,
        callResults: [
          { callId: click.callId, content: [{ text: 'AgentRedirectError: no such box' }] },
          { callId: look.callId, content: [{ text: observation({ activeURL: 'https://shop.example/2' }) }] },
        ],
      }),
    );
    expect(questions[1]?.observation.activeURL).toBe('https://shop.example/2');
    expect(questions[1]?.steps).toEqual([
      {
        calls: CLICK_AND_LOOK,
        results: [
          'AgentRedirectError: no such box',
          null,
          observation({ activeURL: 'https://shop.example/2', screenshotBase64: '' }),
        ],
      },
    ]);
    await client.send(followingStep(act, second));
    expect(questions[2]?.steps).toHaveLength(2);
    expect(questions[2]?.steps[1]?.results.slice(0, 2)).toEqual(['null', 'null']);
  });

  test('goes by the last of several observations', async () => {
    await using service = await startLocalService({
      agent: scriptedAgent([{ steps: [[agentCall.look(), agentCall.look()]], returns: 'done' }]),
    });
    const { client, questions } = service;
    const act = await createAct(client);
    const first = await client.send(openingStep(act));
    await client.send(
      new InvokeActStepCommand({
        ...act,
        previousStepId: first.stepId,
        callResults: first.calls.map(({ callId }, index) => ({
          callId,
          content: [{ text: observation({ activeURL: `https://shop.example/${index}` }) }],
        })),
      }),
    );
    expect(questions[1]?.observation.activeURL).toBe('https://shop.example/1');
  });

  test('continues after a restart of the server', async () => {
    const before = await startLocalService({ agent: clickAndLook });
    const act = await createAct(before.client);
    const first = await before.client.send(openingStep(act));
    await using after = await before.restart();
    await after.client.send(followingStep(act, first));
    expect(after.questions[0]?.steps).toHaveLength(1);
    expect(after.store.steps(act.actId).map(({ index }) => index)).toEqual([1, 2]);
  });
});

describe('a request that does not fit the act', () => {
  async function refusal(
    changes: Partial<InvokeActStepCommand['input']>,
    after: 'nothing' | 'one step' = 'nothing',
  ): Promise<unknown> {
    await using service = await startLocalService({ agent: clickAndLook });
    const act = await createAct(service.client);
    const { input } =
      after === 'nothing'
        ? openingStep(act)
        : followingStep(act, await service.client.send(openingStep(act)));
    const before = service.store.steps(act.actId).length;
    try {
      await service.client.send(new InvokeActStepCommand({ ...input, ...changes }));
      return undefined;
    } catch (error) {
      expect(service.store.steps(act.actId)).toHaveLength(before);
      return error;
    }
  }
  const field = (name: string, message: string) => ({
    name: 'ValidationException',
    reason: 'FieldValidationFailed',
    fieldList: [{ name, message: expect.stringContaining(message) }],
  });
  const other = '01234567-89ab-cdef-0123-456789abcdef';

  test('a previous step before the first', async () => {
    expect(await refusal({ previousStepId: other })).toMatchObject(field('previousStepId', 'must be absent'));
  });

  test('not the last step', async () => {
    expect(await refusal({ previousStepId: other }, 'one step')).toMatchObject(
      field('previousStepId', `is ${other}`),
    );
  });

  test('no previous step', async () => {
    expect(await refusal({ previousStepId: undefined }, 'one step')).toMatchObject(
      field('previousStepId', 'is missing'),
    );
  });

  test('no observation', async () => {
    const callResults = [{ callId: 'initiateAct', content: [{ text: '{}' }] }];
    expect(await refusal({ callResults })).toMatchObject(field('callResults', 'takeObservation'));
  });

  test('an observation that is none', async () => {
    const callResults = [{ callId: 'takeObservation', content: [{ text: 'TypeError: no page' }] }];
    expect(await refusal({ callResults })).toMatchObject(
      field('callResults[0].content', 'JSON with activeURL'),
    );
  });

  test('the result of an unknown call, or of none', async () => {
    expect(await refusal({ callResults: [{ callId: 'x', content: [{ text: '' }] }] })).toMatchObject(
      field('callResults[0].callId', 'must be one of initiateAct, takeObservation, is x'),
    );
    expect(await refusal({ callResults: [{ content: [{ text: '' }] }] })).toMatchObject(
      field('callResults[0].callId', 'is missing'),
    );
  });
});

describe('when an answer is lost', () => {
  test('the retry of the SDK gets the same answer, and no second step', async () => {
    await using service = await startLocalService({ agent: clickAndLook });
    const { client, store, questions } = service;
    const act = await createAct(client);
    const { input } = openingStep(act);
    const first = await sendStep(service.url, input, 'one');
    expect(await sendStep(service.url, input, 'one')).toEqual(first);
    expect(first.status).toBe(200);
    expect(questions).toHaveLength(1);
    expect(store.steps(act.actId)).toHaveLength(1);
    expect((await sendStep(service.url, input, 'two')).status).toBe(400);
  });
});

describe('when the agent fails', () => {
  test('the error says so, nothing is kept, and the step can be asked for again', async () => {
    let calls = 0;
    await using service = await startLocalService({
      agent: {
        name: 'forgetful',
        decide: async () => {
          calls += 1;
          if (calls <= 2) throw new Error('lost the plot');
          return [agentCall.return()];
        },
      },
    });
    const act = await createAct(service.client);
    await expect(service.client.send(openingStep(act))).rejects.toMatchObject({
      name: 'InternalServerException',
      reason: 'InvalidModelGeneration',
      message: 'The agent "forgetful" failed: lost the plot',
    });
    expect(service.store.steps(act.actId)).toEqual([]);
    const { calls: answer } = await service.client.send(openingStep(act));
    expect(answer[0]).toMatchObject({ name: 'return', input: [null] });
  });

  test.each([
    ['nothing', undefined, 'It answered nothing instead of a list of calls.'],
    ['text', 'click', 'It answered a string instead of a list of calls.'],
    ['a call without a name', [{ input: [] }], 'Call 1 of its answer must have a name'],
    ['a call without input', [agentCall.look(), { name: 'think' }], 'Call 2 of its answer must have a name'],
    ['a list of holes', Array(2), 'Call 1 of its answer must have a name'],
    [
      'input without JSON',
      [{ name: 'think', input: { toJSON: () => {} } }],
      'Call 1 of its answer, think, must',
    ],
    [
      'input with text as JSON',
      [{ name: 'think', input: { toJSON: () => 'hm' } }],
      'Call 1 of its answer, think',
    ],
    ['what is not JSON', [agentCall.return(10n)], 'BigInt'],
  ])('an answer that is %s is such a failure, too', async (_what, calls, message) => {
    const agent = { name: 'odd', decide: async () => calls as readonly AgentCall[] };
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    await expect(service.client.send(openingStep(act))).rejects.toMatchObject({
      name: 'InternalServerException',
      reason: 'InvalidModelGeneration',
      message: expect.stringMatching(new RegExp(`^The agent "odd" failed: .*${message}`)),
    });
    expect(service.store.steps(act.actId)).toEqual([]);
  });
});
