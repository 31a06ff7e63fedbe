import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  cdpBrowser,
  defineTool,
  NovaAct,
  type NovaActOptions,
  type ProgressEvent,
  Workflow,
} from '../../../lib/sdk/index.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import {
  type Agent,
  type AgentInput,
  agentCall,
  type Scenario,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../../lib/testing/index.ts';
import { browsersOf } from '../../browser/support/processes.ts';

const PAGE = '<title>Shop</title><h1>Shoes</h1><button onclick="this.textContent=\'Clicked\'">Buy</button>';

let page: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  page = await servePage(PAGE);
});

afterAll(async () => {
  await page[Symbol.asyncDispose]();
});

/** Runs `work` in a session of a run of its own, with a scripted agent. */
async function inSession<T>(
  agent: Agent,
  work: (nova: NovaAct, service: Scenario) => Promise<T>,
  options: NovaActOptions = {},
): Promise<T> {
  await using service = await startScenario({ agent });
  return await Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, async () => {
    await using nova = await NovaAct.start({ startingPage: page.url, ...options });
    return await work(nova, service);
  });
}

const buttonBox = async (nova: NovaAct) => {
  const box = await nova.page.locator('button').boundingBox();
  if (box === null) throw new Error('the button has no box');
  return box;
};

describe('an act that succeeds', () => {
  test('sends the page first, then one result for each call, and reports SUCCEEDED', async () => {
    let box = { x: 0, y: 0, width: 0, height: 0 };
    const agent = scriptedAgent([
      { steps: [() => [agentCall.click(box), agentCall.settle(), agentCall.look()]], returns: 'bought' },
    ]);

    await inSession(agent, async (nova, service) => {
      box = await buttonBox(nova);

      const { response, metadata } = await nova.act('Buy the shoes');

      expect(response).toBe('bought');
      expect(await nova.page.locator('button').textContent()).toBe('Clicked');
      const [act] = service.aws.store.acts();
      expect(act).toMatchObject({ status: 'SUCCEEDED', task: 'Buy the shoes' });
      const steps = service.aws.store.steps(metadata.actId);
      expect(
        steps.map(({ results }) => results.map(({ name, text }) => [name, text === 'null' ? text : '…'])),
      ).toEqual([
        [
          ['initiateAct', '…'],
          ['takeObservation', '…'],
        ],
        [
          ['agentClick', 'null'],
          ['waitForPageToSettle', 'null'],
          ['takeObservation', '…'],
        ],
      ]);
      expect(metadata).toMatchObject({
        stepCount: 2,
        prompt: 'Buy the shoes',
        actId: act?.actId,
        sessionId: nova.sessionId,
        workflowRunId: nova.workflow.runId,
      });
      expect(metadata.stepServerTimesMs).toHaveLength(2);
      expect(metadata.durationMs).toBeGreaterThan(0);
    });
  });

  test('actGet returns data of the type of the schema, and the service is told the schema', async () => {
    await inSession(scriptedAgent([{ returns: { name: 'Shoe', price: 9.5 } }]), async (nova, service) => {
      const { data } = await nova.actGet(
        'Return the product',
        z.object({ name: z.string(), price: z.number() }),
      );

      const price: number = data.price;
      expect([data.name, price]).toEqual(['Shoe', 9.5]);
      expect(service.aws.store.acts()[0]?.task).toMatch(
        /^Return the product, format output with jsonschema: \{"type":"object"/,
      );
    });
  });

  test('texts of the agent arrive as they stand: in answers, in data and in fields', async () => {
    const text = 'a\\u0041 \\\\ "C:\\temp"';
    let box = { x: 0, y: 0, width: 0, height: 0 };
    const agent = scriptedAgent([
      { prompt: 'Type it', steps: [() => [agentCall.type(text, box)]], returns: text },
      { returns: text },
    ]);

    await inSession(agent, async (nova) => {
      await nova.page.setContent('<input>');
      box = (await nova.page.locator('input').boundingBox()) ?? box;

      expect((await nova.act('Type it')).response).toBe(text);
      expect(await nova.page.locator('input').inputValue()).toBe(text);
      expect((await nova.actGet('Return it', z.string())).data).toBe(text);
    });
  });

  test('the page that the agent sees is the page of the browser', async () => {
    const seen: AgentInput[] = [];
    const agent = scriptedAgent([{ returns: (input) => seen.push(input) }]);
    await inSession(agent, async (nova) => await nova.act('Look'));

    expect(seen[0]?.observation).toMatchObject({
      activeURL: page.url,
      browserDimensions: { windowWidth: 1600, windowHeight: 813 },
      simplifiedDOM: expect.stringContaining('Shoes'),
    });
  });

  test('a program that does not look at the page is completed by a look', async () => {
    const agent = scriptedAgent([{ steps: [[agentCall.think('hm')]], returns: 'ok' }]);

    await inSession(agent, async (nova, service) => {
      const { metadata } = await nova.act('Think');

      const names = service.aws.store.steps(metadata.actId)[1]?.results.map(({ name }) => name);
      expect(names).toEqual(['think', 'takeObservation']);
    });
  });
});

describe('mistakes that the model can mend', () => {
  test('go back to it as text, and nothing more is done in that step but looking', async () => {
    const wrong = [
      agentCall.click({ x: 0, y: 0, width: 9000, height: 9000 }),
      agentCall.goToUrl('https://elsewhere.example'),
      agentCall.settle(),
      agentCall.look(),
    ];

    await inSession(scriptedAgent([{ steps: [wrong], returns: 'ok' }]), async (nova, service) => {
      const { metadata } = await nova.act('Click outside');

      expect(nova.page.url()).toBe(page.url);
      const results = service.aws.store
        .steps(metadata.actId)[1]
        ?.results.map(({ text }) => text.slice(0, 60));
      expect(results?.[0]).toMatch(/^AgentRedirectError: /);
      expect(results?.[1]).toMatch(/^AgentRedirectError: not done/);
    });
  });

  test('an action that does not exist is one of them', async () => {
    const dancer: Agent = {
      name: 'dancer',
      decide: async ({ steps }) =>
        steps.length === 0 ? [{ name: 'agentDance', input: [] }] : [agentCall.return('ok')],
    };

    await inSession(dancer, async (nova, service) => {
      const { metadata } = await nova.act('Dance');

      expect(service.aws.store.steps(metadata.actId)[1]?.results[0]?.text).toMatch(
        /^AgentRedirectError: .*agentDance/,
      );
    });
  });
});

describe('an act that fails is reported FAILED with its error, and the error knows the act', () => {
  test('when the agent gives up', async () => {
    await inSession(scriptedAgent([{ throws: 'I see no shoes' }]), async (nova, service) => {
      const error = await nova.act('Buy shoes').catch((thrown: unknown) => thrown);

      expect(error).toMatchObject({
        name: 'ActAgentFailed',
        message: 'I see no shoes',
        metadata: { stepCount: 1 },
      });
      expect(service.aws.store.acts()).toMatchObject([
        { status: 'FAILED', error: { type: 'ActAgentFailed', message: 'I see no shoes' } },
      ]);
    });
  });

  test('when the answer does not match the schema', async () => {
    await inSession(scriptedAgent([{ steps: [[agentCall.return('many')]] }]), async (nova, service) => {
      await expect(nova.actGet('How many?', z.number())).rejects.toMatchObject({
        name: 'ActInvalidModelGenerationError',
        rawResponse: 'many',
      });
      expect(service.aws.store.acts()).toMatchObject([{ status: 'FAILED' }]);
    });
  });

  test('when the steps are used up', async () => {
    await inSession({ name: 'looker', decide: async () => [agentCall.look()] }, async (nova, service) => {
      await expect(nova.act('Go on', { maxSteps: 2 })).rejects.toMatchObject({
        name: 'ActExceededMaxStepsError',
        metadata: { stepCount: 2 },
      });
      expect(service.aws.store.acts()).toMatchObject([
        { status: 'FAILED', error: { type: 'ActExceededMaxStepsError' } },
      ]);
    });
  });

  test('when the time is up, also in the middle of a step', async () => {
    await inSession(scriptedAgent([{ steps: [[agentCall.wait(600)]] }]), async (nova, service) => {
      const started = performance.now();

      await expect(nova.act('Wait', { timeoutMs: 2_000 })).rejects.toMatchObject({ name: 'ActTimeoutError' });

      expect(performance.now() - started).toBeLessThan(6_000);
      expect(service.aws.store.acts()).toMatchObject([
        { status: 'FAILED', error: { type: 'ActTimeoutError' } },
      ]);
    });
  });

  test('when it is canceled', async () => {
    await inSession(scriptedAgent([{ steps: [[agentCall.wait(600)]] }]), async (nova, service) => {
      const controller = new AbortController();
      const act = nova.act('Wait', { signal: controller.signal });
      service.aws.store.on('change', ({ kind }) => kind === 'step' && controller.abort(new Error('enough')));

      await expect(act).rejects.toMatchObject({
        name: 'ActCanceledError',
        message: 'The act was canceled: enough',
      });
      expect(service.aws.store.acts()).toMatchObject([
        { status: 'FAILED', error: { type: 'ActCanceledError' } },
      ]);
    });
  });

  test('when the session is closed under it', async () => {
    await inSession(scriptedAgent([{ steps: [[agentCall.wait(600)]] }]), async (nova, service) => {
      const act = nova.act('Wait').catch((error: unknown) => error);
      await new Promise((resolve) => service.aws.store.once('change', resolve));

      await nova.close();

      expect(await act).toMatchObject({ name: 'ActCanceledError' });
      expect(service.aws.store.acts()).toMatchObject([{ status: 'FAILED' }]);
    });
  });

  test('when the browser is gone', async () => {
    await inSession(
      scriptedAgent([{ steps: [[agentCall.click({ x: 1, y: 1, width: 8, height: 8 })]] }]),
      async (nova, service) => {
        await nova.page.context().browser()?.close();

        await expect(nova.act('Click')).rejects.toMatchObject({ name: 'ActActuationError' });
        expect(service.aws.store.acts()).toMatchObject([
          { status: 'FAILED', error: { type: 'ActActuationError' } },
        ]);
      },
    );
  });

  test.each<[string, Agent]>([
    ['waits', scriptedAgent([{ steps: [[agentCall.wait(600)]] }])],
    ['is with the service', { name: 'thinks for ever', decide: () => new Promise(() => {}) }],
  ])('at once when the browser dies while the act %s', async (_, agent) => {
    await inSession(agent, async (nova, service) => {
      const act = nova.act('Wait').catch((error: unknown) => error);
      await new Promise((resolve) => service.aws.store.once('change', resolve));
      await nova.page.evaluate('1');
      const startedMs = performance.now();

      for (const { pid } of browsersOf(process.pid)) process.kill(pid, 'SIGKILL');

      expect(await act).toMatchObject({
        name: 'ActActuationError',
        message: expect.stringMatching(/^The browser ended unexpectedly/),
      });
      expect(performance.now() - startedMs).toBeLessThan(5_000);
      expect(service.aws.store.acts()).toMatchObject([
        { status: 'FAILED', error: { type: 'ActActuationError' } },
      ]);
    });
  });
});

test('an aborted signal creates no act', async () => {
  await inSession(scriptedAgent([{ returns: 'ok' }]), async (nova, service) => {
    await expect(nova.act('Go', { signal: AbortSignal.abort(new Error('no')) })).rejects.toMatchObject({
      name: 'ActCanceledError',
    });
    expect(service.aws.store.acts()).toEqual([]);
  });
});

test('goToUrl throws errors of the SDK', async () => {
  await inSession(scriptedAgent([]), async (nova) => {
    await expect(nova.goToUrl('http://127.0.0.1:1/')).rejects.toMatchObject({ name: 'ActActuationError' });
  });
});

test('a tool may not hide an action of the browser', () => {
  const named = (name: string) => () =>
    defineTool({ name, description: 'x', input: z.object({}), run: () => null });

  expect(named('return')).toThrow('"return" is an action of the browser');
  expect(named('agentClick')).toThrow('"agentClick" is an action of the browser');
});

test('DOM goes along when a client of the caller points to this machine', async () => {
  await using service = await startScenario({ agent: scriptedAgent([{ returns: 'ok' }]) });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new NovaActClient({ endpoint: service.aws.url, credentials });
  await Workflow.run({ definitionName: 'shop', client }, (run) => {
    expect(run.isLocal).toBe(true);
  });
  client.destroy();
});

describe('what is wrong before anything is called', () => {
  test('a prompt that is too long, an empty one, a bad limit, a schema that is not a schema: no act is created', async () => {
    await inSession(scriptedAgent([{ returns: 'ok' }]), async (nova, service) => {
      await expect(nova.act('x'.repeat(10_001))).rejects.toMatchObject({ name: 'InvalidInputLength' });
      await expect(nova.act('')).rejects.toMatchObject({ name: 'InvalidInputLength' });
      await expect(nova.act('ok', { timeoutMs: 1 })).rejects.toMatchObject({ name: 'InvalidTimeout' });
      await expect(nova.act('ok', { maxSteps: 200 })).rejects.toMatchObject({ name: 'InvalidMaxSteps' });
      await expect(nova.actGet('ok', { shape: 'round' })).rejects.toMatchObject({ name: 'ValidationFailed' });
      expect(service.aws.store.acts()).toEqual([]);
    });
  });

  test('two acts at once in one session', async () => {
    await inSession(scriptedAgent([{ returns: 'ok' }]), async (nova) => {
      const first = nova.act('One');

      await expect(nova.act('Two')).rejects.toThrow('This session is busy with another act');
      await first;
    });
  });

  test('a session outside any run', async () => {
    await expect(NovaAct.start({ startingPage: page.url })).rejects.toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringContaining('NovaAct.start needs a workflow run'),
    });
  });

  test('a viewport that the model was not made for', async () => {
    await using service = await startScenario({ agent: scriptedAgent([]) });
    const { localBrowser } = await import('../../../lib/sdk/index.ts');

    const run = Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, () =>
      NovaAct.start({ browser: localBrowser({ viewport: { width: 800, height: 600 } }) }),
    );

    await expect(run).rejects.toMatchObject({ name: 'InvalidScreenResolution' });
  });
});

describe('a start that fails', () => {
  test.each([
    ['a page that does not answer', { startingPage: 'http://127.0.0.1:1/' }, '127.0.0.1:1'],
    ['a URL that is none', { startingPage: 'ht!tp://x y' }, 'ht!tp://x y'],
    [
      'a browser that cannot be reached',
      { browser: cdpBrowser({ endpointUrl: 'http://127.0.0.1:1' }) },
      '127.0.0.1:1',
    ],
  ])('%s: StartFailed says what, and the run is FAILED', async (_what, options, named) => {
    await using service = await startScenario({ agent: scriptedAgent([]) });

    const run = Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, () =>
      NovaAct.start(options),
    );

    await expect(run).rejects.toMatchObject({ name: 'StartFailed', message: expect.stringContaining(named) });
    expect(service.aws.store.runs()).toMatchObject([{ status: 'FAILED' }]);
  });
});

describe('tools', () => {
  const stock = defineTool({
    name: 'stock',
    description: 'How many pairs are in stock',
    input: z.object({ sku: z.string() }),
    run: ({ sku }) => ({ sku, pairs: 3 }),
  });

  test('are told to the service, checked by their schema, and answered with JSON', async () => {
    await inSession(
      scriptedAgent([
        {
          steps: [[agentCall.tool('stock', { sku: 7 })], [agentCall.tool('stock', { sku: 'a1' })]],
          returns: 'ok',
        },
      ]),
      async (nova, service) => {
        const { metadata } = await nova.act('Is a1 in stock?');

        expect(service.aws.store.acts()[0]?.toolSpecs).toMatchObject([
          { name: 'stock', inputSchema: { json: { type: 'object' } } },
        ]);
        const [, wrong, right] = service.aws.store.steps(metadata.actId);
        expect(wrong?.results[0]?.text).toMatch(
          /^AgentRedirectError: The input of tool "stock" does not match its schema: sku: /,
        );
        expect(right?.results[0]?.text).toBe('{"sku":"a1","pairs":3}');
      },
      { tools: [stock] },
    );
  });

  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no connection to the warehouse');
      },
      'no connection to the warehouse',
    ],
    [
      'returns what is not JSON, which would be {} to the agent,',
      async () => ({ pairs: new Map([['a1', 3]]) }),
      'what it returned is not JSON (result.pairs is a Map). Return plain data.',
    ],
  ])('a tool that %s ends the act', async (_, run, problem) => {
    const broken = defineTool({ name: 'stock', description: 'Fails', input: z.object({}), run });

    await inSession(
      scriptedAgent([{ steps: [[agentCall.tool('stock', {})]] }]),
      async (nova) => {
        await expect(nova.act('Is it in stock?')).rejects.toMatchObject({
          name: 'ActToolError',
          message: `Tool "stock" failed: ${problem}`,
        });
      },
      { tools: [broken] },
    );
  });
});

test('several sessions share one run, each with a browser of its own', async () => {
  await using service = await startScenario({ agent: scriptedAgent([{ returns: 'ok' }]) });
  const events: ProgressEvent[] = [];
  const ofSessions: AsyncIterable<ProgressEvent>[] = [];

  await Workflow.run(
    { definitionName: 'shop', endpoint: service.aws.url, onProgress: (event) => events.push(event) },
    async (workflow) => {
      const work = async () => {
        await using nova = await NovaAct.start({ startingPage: page.url, workflow });
        const visits = await nova.page.evaluate(() => {
          localStorage.setItem('visits', String(Number(localStorage.getItem('visits')) + 1));
          return localStorage.getItem('visits');
        });
        ofSessions.push(nova.events());
        await nova.act('Look');
        return visits;
      };
      expect(await Promise.all([work(), work()])).toEqual(['1', '1']);
    },
  );

  expect(service.aws.store.runs()).toHaveLength(1);
  expect(new Set(service.aws.store.acts().map(({ sessionId }) => sessionId)).size).toBe(2);
  expect(events.filter(({ type }) => type === 'step')).toHaveLength(2);
  expect(events.at(-1)).toMatchObject({ type: 'run', status: 'SUCCEEDED' });
  for (const ofSession of ofSessions) {
    const types: string[] = [];
    for await (const { type } of ofSession) types.push(type);
    expect(types).toEqual(['act', 'step', 'act', 'session']);
  }
});

test('a session that was left open is closed with its run', async () => {
  await using service = await startScenario({ agent: scriptedAgent([]) });
  let nova: NovaAct | undefined;

  await Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, async () => {
    nova = await NovaAct.start();
  });

  await expect(nova?.act('Anything')).rejects.toThrow('The session is closed');
});
