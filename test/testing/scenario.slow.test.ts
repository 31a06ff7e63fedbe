import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { NovaAct, workflow } from '../../lib/sdk/index.ts';
import {
  type Agent,
  type Scenario,
  type ScenarioOptions,
  type ServedPage,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../lib/testing/index.ts';

/** As an author writes it: nothing in it knows of tests. */
const headline = workflow({ definitionName: 'headline' }, async ({ url }: { readonly url: string }) => {
  await using nova = await NovaAct.start({ startingPage: url });
  await nova.act("Click the 'More' link");
  const { data } = await nova.actGet('Return the main heading of the page', z.string());
  return { heading: data };
});

/** An agent that never answers. */
const silent: Agent = { name: 'silent', decide: () => new Promise(() => {}) };

let page: ServedPage;
let scenario: Scenario;
const start = async (options: ScenarioOptions): Promise<Scenario> => {
  scenario = await startScenario(options);
  return scenario;
};

beforeAll(async () => {
  page = await servePage('<title>Shop</title><h1>Shoes</h1><a href="#more">More</a>');
});
afterAll(() => page.close());
afterEach(() => scenario.close());

describe('a workflow in a scenario', () => {
  test('runs unchanged, and the test sees what became of its run', async () => {
    await start({
      agent: scriptedAgent([
        { prompt: /Click/ },
        { prompt: 'Return the main heading of the page', returns: 'Hello' },
      ]),
    });

    expect(await scenario.run(() => headline({ url: page.url }))).toEqual({ heading: 'Hello' });

    expect(scenario.runs()).toEqual([
      {
        definitionName: 'headline',
        workflowRunId: expect.any(String),
        status: 'SUCCEEDED',
        acts: [
          expect.objectContaining({ prompt: "Click the 'More' link", status: 'SUCCEEDED', stepCount: 1 }),
          expect.objectContaining({
            prompt: 'Return the main heading of the page',
            schema: expect.objectContaining({ type: 'string' }),
            status: 'SUCCEEDED',
          }),
        ],
      },
    ]);
    const types = scenario.events.map(({ type }) => type);
    // Browsers may have something to say, depending on the machine.
    expect(types.filter((type) => type !== 'log')).toEqual([
      'run',
      'session',
      'act',
      'step',
      'act',
      'act',
      'step',
      'act',
      'session',
      'run',
    ]);
  });

  test('that fails is FAILED, with the act that failed and why', async () => {
    await start({ agent: scriptedAgent([{ prompt: /Click/, throws: 'There is no such link.' }]) });

    await expect(scenario.run(() => headline({ url: page.url }))).rejects.toMatchObject({
      name: 'ActAgentFailed',
      message: 'There is no such link.',
    });

    expect(scenario.runs()).toMatchObject([
      {
        status: 'FAILED',
        acts: [{ status: 'FAILED', error: { type: 'ActAgentFailed', message: 'There is no such link.' } }],
      },
    ]);
  });

  test('whose prompt the script does not have fails with a message that says so', async () => {
    await start({ agent: scriptedAgent([{ prompt: /price/, returns: 1 }]) });

    await expect(scenario.run(() => headline({ url: page.url }))).rejects.toMatchObject({
      name: 'ActInvalidModelGenerationError',
      message: expect.stringContaining(`The script has nothing for the prompt "Click the 'More' link"`),
    });
  });

  test('that returns what the host could not send is FAILED, as it would be deployed', async () => {
    await using scenario = await startScenario();
    const main = workflow({ definitionName: 'prices' }, () => ({ prices: new Map([['shoes', 5]]) }));
    await expect(scenario.run(() => main())).rejects.toThrow('result.prices is a Map');
    expect(scenario.runs()).toMatchObject([{ status: 'FAILED' }]);
  });

  test('gets over failures that the test asks for', async () => {
    await start({
      agent: scriptedAgent([{ prompt: /Click/ }, { prompt: /heading/, returns: 'Hello' }]),
      failures: ['CreateWorkflowRun throttle call 1', 'UpdateWorkflowRun cut-after call 1'],
    });

    expect(await scenario.run(() => headline({ url: page.url }))).toEqual({ heading: 'Hello' });
    expect(scenario.runs()).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('is played by the offline agent if there is no other', async () => {
    await start({});

    expect(await scenario.run(() => headline({ url: page.url }))).toEqual({ heading: 'Shoes' });
  });

  test('that is called outside `run` is seen by its runs, but tells no events', async () => {
    await start({ agent: scriptedAgent([{ returns: 'Hello' }]) });

    await headline({ url: page.url });

    expect(scenario.runs()).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(scenario.events).toEqual([]);
  });
});

describe('an agent that never answers', () => {
  const impatient = workflow({ definitionName: 'impatient' }, async () => {
    await using nova = await NovaAct.start({ startingPage: page.url });
    await nova.act('Look', { timeoutMs: 2_000 });
  });

  test('does not hold up an act with a time limit', async () => {
    await start({ agent: silent });

    await expect(scenario.run(impatient)).rejects.toMatchObject({ name: 'ActTimeoutError' });
    expect(scenario.runs()).toMatchObject([{ status: 'FAILED', acts: [{ status: 'FAILED' }] }]);
  });

  test('has a time limit of its own', async () => {
    await start({ agent: silent, agentTimeoutMs: 50 });

    await expect(scenario.run(() => headline({ url: page.url }))).rejects.toMatchObject({
      name: 'ActInvalidModelGenerationError',
      message: expect.stringContaining('The agent "silent" did not answer within 0.05 s.'),
    });
  });

  test('does not hold up the end of the scenario, which ends the workflow', async () => {
    await start({ agent: silent });
    const asked = new Promise<void>((resolve) => {
      scenario.aws.store.on('change', ({ kind }) => kind === 'act' && resolve());
    });
    const running = scenario.run(() => headline({ url: page.url })).catch((error: unknown) => error);
    await asked;

    await scenario.close();

    expect(await running).toMatchObject({ name: 'ActCanceledError' });
    expect(scenario.runs()).toMatchObject([{ status: 'FAILED', acts: [{ status: 'FAILED' }] }]);
  });
});

describe('at the end of a scenario', () => {
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    process.env.AWS_PROFILE = 'mine';
    process.env.AWS_ENDPOINT_URL_NOVA_ACT = 'https://elsewhere.example';
    before = { ...process.env };
  });
  afterEach(() => {
    delete process.env.AWS_PROFILE;
    delete process.env.AWS_ENDPOINT_URL_NOVA_ACT;
  });

  test('the environment is as before', async () => {
    await start({});
    expect(process.env).toMatchObject(scenario.environment);
    expect(process.env.AWS_PROFILE).toBeUndefined();

    await scenario.close();

    expect({ ...process.env }).toEqual(before);
  });

  test('its files are gone, and its server', async () => {
    await start({});
    const { stateDir } = scenario.aws;
    expect(existsSync(stateDir)).toBe(true);

    await scenario.close();

    expect(existsSync(stateDir)).toBe(false);
    await expect(fetch(scenario.aws.url)).rejects.toThrow('fetch failed');
  });

  test('another may start; until then, it is refused', async () => {
    const first = await start({});
    await expect(startScenario()).rejects.toThrow(
      'Another scenario of this process has set the environment. Close it first',
    );

    await first.close();
    const second = await start({});
    // Once more: it must not take the environment from the second.
    await first.close();

    expect(process.env.AWS_ENDPOINT_URL_NOVA_ACT).toBe(second.aws.url);
  });

  test('one with options that cannot be used starts nothing, and the next may start', async () => {
    const before = { ...process.env };
    const options = { agnet: silent, agentTimeoutMs: Number.NaN } as ScenarioOptions;

    await expect(startScenario(options)).rejects.toThrow(
      /^The call of startScenario has 2 problems:.*did you mean "agent"\?.*: NaN \(/s,
    );
    await expect(startScenario({ agent: null } as unknown as ScenarioOptions)).rejects.toThrow(
      'options.agent is not an agent: ',
    );

    expect({ ...process.env }).toEqual(before);
    await start({});
  });

  test('one that leaves the environment alone may run beside it', async () => {
    await start({ agent: scriptedAgent([{ returns: 'first' }]) });
    await using beside = await startScenario({
      agent: scriptedAgent([{ returns: 'beside' }]),
      setEnvironment: false,
    });
    const { connection } = beside;
    const connected = workflow({ definitionName: 'connected', ...connection }, async () => {
      await using nova = await NovaAct.start();
      return (await nova.act('Look')).response;
    });

    expect(process.env.AWS_ENDPOINT_URL_NOVA_ACT).toBe(scenario.aws.url);
    expect(await beside.run(connected)).toBe('beside');
    expect(scenario.runs()).toEqual([]);
  });
});

test('a served page is there until it is closed', async () => {
  await start({});
  const served = await servePage('<h1>Grüße</h1>');
  expect(await (await fetch(`${served.url}any/path`)).text()).toBe('<h1>Grüße</h1>');

  await served.close();

  await expect(fetch(served.url)).rejects.toThrow('fetch failed');
});
