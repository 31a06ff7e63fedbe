import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { humanFailure } from '../../../lib/sdk/human/human-failures.ts';
import {
  type ActError,
  type Human,
  type HumanRequest,
  NovaAct,
  type NovaActError,
  terminalHuman,
  Workflow,
} from '../../../lib/sdk/index.ts';
import {
  type Agent,
  agentCall,
  type Scenario,
  type ScriptedAct,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../../lib/testing/index.ts';

const approve = agentCall.tool('human_Approve', { message: 'May I pay 12 €?' });
const takeOver = agentCall.tool('human_UiTakeover', { message: 'Please sign in.' });
const scripts: readonly ScriptedAct[] = [
  { prompt: 'Pay', steps: [[approve, agentCall.look()]], returns: 'paid' },
  {
    prompt: 'Ask nothing',
    steps: [[agentCall.tool('human_Approve', {})]],
    returns: (input) => lastText(input),
  },
  {
    prompt: 'Sign in',
    steps: [[takeOver, agentCall.goToUrl('http://127.0.0.1:9/'), agentCall.settle()]],
    returns: (input) => [lastText(input, 0), lastText(input, 1), input.observation.simplifiedDOM],
  },
];
/** A model may call what it was not offered. */
const presumptuous: Agent = { name: 'presumptuous', decide: async () => [takeOver] };

let service: Scenario;
let page: Awaited<ReturnType<typeof servePage>>;
beforeAll(async () => {
  [service, page] = await Promise.all([
    startScenario({ agent: scriptedAgent(scripts, { otherwise: presumptuous }) }),
    servePage('<h1>Shop</h1>'),
  ]);
});
afterAll(async () => {
  await Promise.all([service.close(), page.close()]);
});

function lastText(input: Parameters<Agent['decide']>[0], call = 0): string {
  return String(input.steps.at(-1)?.results[call]);
}

/** Acts in a session whose people answer as told, in a run of its own that succeeds. */
async function withHuman<T>(human: Human, work: (nova: NovaAct) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await service.run(() =>
    Workflow.run({ definitionName: 'shop', human }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url });
      results.push(await work(nova));
    }),
  );
  return results[0] as T;
}

const failureOf = (act: Promise<unknown>): Promise<ActError> =>
  act.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: ActError) => error,
  );
const recorded = (error: NovaActError) =>
  service.runs().flatMap(({ acts }) => acts.filter(({ actId }) => actId === error.metadata?.actId));
const eventsOf = (actId: string | undefined) =>
  service.events.filter((event) => event.type === 'human' && event.actId === actId);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('the agent asks, a person says yes, and the time that this took is no time worked', async () => {
  const requests: HumanRequest[] = [];
  const shots: string[] = [];
  const human: Human = {
    approve: async (request) => {
      requests.push(request);
      const { screenshot } = request;
      shots.push(await screenshot());
      await pause(150);
      return true;
    },
  };

  const { response, metadata } = await withHuman(human, (nova) => nova.act('Pay'));

  expect(response).toBe('paid');
  expect(metadata.humanWaitMs).toBeGreaterThanOrEqual(149);
  expect(metadata.workedMs).toBe(metadata.durationMs - metadata.humanWaitMs);
  const act = service.aws.store.acts().find(({ actId }) => actId === metadata.actId);
  expect(act?.toolSpecs).toEqual([
    {
      name: 'human_Approve',
      description: expect.stringMatching(/^Asks a person whether/),
      inputSchema: {
        json: {
          type: 'object',
          properties: { message: { type: 'string', description: expect.any(String) } },
          required: ['message'],
        },
      },
    },
  ]);
  expect(service.aws.store.steps(metadata.actId)[1]?.results[0]).toMatchObject({ text: '"yes"' });
  expect(shots[0]).toMatch(/^data:image\/jpeg;base64,/);
  const { actId, sessionId, workflowRunId } = metadata;
  const sent = JSON.parse(JSON.stringify(requests[0]));
  expect(sent).toEqual({
    requestId: expect.any(String),
    kind: 'approve',
    definitionName: 'shop',
    message: 'May I pay 12 €?',
    url: page.url,
    askedAt: expect.any(String),
    expiresAt: expect.any(String),
    actId,
    sessionId,
    workflowRunId,
  });
  const told = { type: 'human', kind: 'approve', actId, sessionId, workflowRunId, requestId: sent.requestId };
  expect(eventsOf(actId)).toEqual([
    { ...told, phase: 'asked', waitMs: expect.any(Number), expiresAt: expect.any(String) },
    {
      ...told,
      phase: 'answered',
      answer: 'yes',
      answeredAt: expect.stringMatching(/T.*Z$/),
      waitMs: expect.any(Number),
    },
  ]);
});

test('while a person has taken over, the page is theirs; the rest of the step is not done on what they left', async () => {
  const shown: unknown[] = [];
  const human: Human = {
    takeOver: async (request) => {
      // A copy has all of it, too.
      const copy = { ...request };
      shown.push(
        copy.hasWindow,
        copy.signal === request.signal,
        await copy.screenshot(),
        JSON.stringify(request),
      );
      await copy.page.evaluate(() => {
        document.body.innerHTML = '<h1>Welcome back</h1>';
      });
      return true;
    },
  };

  const { response } = await withHuman(human, (nova) => nova.act('Sign in'));

  const [result, goTo, dom] = JSON.parse(response ?? '');
  expect([result, goTo]).toEqual(['"complete"', expect.stringContaining('a person has changed the page')]);
  expect(dom).toContain('Welcome back');
  expect(shown).toEqual([
    false,
    true,
    expect.stringMatching(/^data:image/),
    expect.stringMatching(/"hasWindow":false\}$/),
  ]);
});

test('what is no yes ends the act as what it is, and the service gets to know it', async () => {
  const wrong = 'no' as unknown as boolean;
  type Answer = (request: never) => ReturnType<NonNullable<Human['takeOver']>> | undefined;
  let answer: Answer = () => true;
  const human = {
    approve: (request: HumanRequest) => answer(request as never) as boolean,
    takeOver: (request: HumanRequest) => answer(request as never) as boolean,
  };
  const cases: readonly [Answer, string, string, RegExp][] = [
    [() => false, 'Pay', 'ApproveCanceledError', /did not approve.*May I pay 12 €\?/],
    [async () => false, 'Sign in', 'UiTakeoverCanceledError', /Please sign in/],
    [() => wrong, 'Pay', 'ActToolError', /returned "no"; it must be true or false/],
    [
      () => Promise.reject(new Error('chat is down')),
      'Pay',
      'ActToolError',
      /^human.approve failed: chat is down$/,
    ],
    [
      // Nobody sees a browser without a window, so that Enter would be a wrong success.
      (request) => terminalHuman().takeOver?.(request),
      'Sign in',
      'ActToolError',
      /no window .*"Please sign in\.".*headless: false/,
    ],
  ];

  await withHuman(human, async (nova) => {
    for (const [given, prompt, name, message] of cases) {
      answer = given;
      const error = await failureOf(nova.act(prompt));
      expect([error.name, error.message]).toEqual([name, expect.stringMatching(message)]);
      expect(recorded(error)).toMatchObject([{ status: 'FAILED', error: { type: name } }]);
    }
  });
});

test('what throws when it is read is no answer, and says by whom', async () => {
  const throwing = (key: string) =>
    Object.defineProperty({}, key, {
      enumerable: true,
      get: () => {
        throw new Error('boom');
      },
    });
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const answers: readonly unknown[] = [
    throwing('answer'),
    { answer: true, by: throwing('name') },
    Object.assign(throwing('comment'), { answer: true }),
    revoked,
    ...[
      Object.create(Date.prototype),
      new Date(Number.NaN),
      new Date(8.64e15),
      new Date(-1),
      '2026-11-26',
    ].map((at) => ({ answer: true, at })),
  ];
  let given: unknown;

  await withHuman({ approve: () => given as boolean }, async (nova) => {
    for (const answer of answers) {
      given = answer;
      const error = await failureOf(nova.act('Pay'));
      expect([error.name, error.message]).toEqual([
        'ActToolError',
        expect.stringMatching(/^human\.approve .*(boom|revoked|not a valid Date)/),
      ]);
    }
  });
});

test('what the agent said is quoted in one line, with nothing escaped twice', () => {
  const { message } = humanFailure.refused('approve', 'Pay $5?\n\u001b[31mred\u202e');
  expect(message).toMatch(/: "Pay \$5\?\\n\\u001b\[31mred\\u202e"$/);
});

test('what was not offered ends the act; a question without words goes back to the agent', async () => {
  const { error, response } = await withHuman({ approve: () => true }, async (nova) => ({
    error: await failureOf(nova.act('Take over')),
    response: (await nova.act('Ask nothing')).response,
  }));

  expect([error.name, error.message]).toEqual([
    'ActAgentFailed',
    expect.stringMatching(/has no human\.takeOver/),
  ]);
  expect(response).toMatch(/^AgentRedirectError: The input of tool "human_Approve" does not match/);
});

test('a person has a limit of their own, and the callback hears of it', async () => {
  let why: unknown;
  const forever = (request: HumanRequest): Promise<boolean> => {
    request.signal.addEventListener('abort', () => {
      why = request.signal.reason;
    });
    return new Promise(() => {});
  };

  const expired = await withHuman({ approve: forever, timeoutMs: 1_000 }, (nova) =>
    failureOf(nova.act('Pay')),
  );

  expect(expired).toMatchObject({ name: 'HumanRequestExpiredError', code: 'act-human-expired' });
  expect(expired.metadata?.humanWaitMs).toBeGreaterThanOrEqual(999);
  expect(String(why)).toContain('1000 ms have passed');
  expect(eventsOf(expired.metadata?.actId).at(-1)).toMatchObject({ phase: 'expired' });
});

test('a canceled act takes its question back, and a browser that ends does so, too', async () => {
  const stop = new AbortController();
  const signals: AbortSignal[] = [];
  const human = (then: (nova: { close(): void }) => void): Human => ({
    approve: (request) => {
      signals.push(request.signal);
      setTimeout(then, 50);
      return new Promise(() => {});
    },
  });

  const canceled = await withHuman(
    human(() => stop.abort(new Error('enough'))),
    (nova) => failureOf(nova.act('Pay', { signal: stop.signal })),
  );
  let endBrowser = (): void => {};
  const ended = await withHuman(
    human(() => endBrowser()),
    (nova) => {
      endBrowser = () => void nova.page.context().browser()?.close();
      return failureOf(nova.act('Pay'));
    },
  );

  expect([canceled.name, ended.name]).toEqual(['ActCanceledError', 'ActActuationError']);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(canceled.metadata?.humanWaitMs).toBeGreaterThanOrEqual(49);
  expect(eventsOf(canceled.metadata?.actId).at(-1)).toMatchObject({ phase: 'withdrawn' });
});

test('PENDING_HUMAN_ACTION is reported when it is wanted; a service that refuses is told once, and does not matter', async () => {
  const seen: string[] = [];
  const human: Human = {
    reportsPending: true,
    approve: ({ actId }) => {
      seen.push(service.aws.store.acts().find((act) => act.actId === actId)?.status ?? '');
      return true;
    },
  };

  await withHuman(human, (nova) => nova.act('Pay'));
  await using refusing = await startScenario({
    agent: scriptedAgent(scripts),
    failures: ['UpdateAct 500 first 2'],
    setEnvironment: false,
  });
  await refusing.run(() =>
    Workflow.run({ definitionName: 'shop', ...refusing.connection }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url, human });
      await nova.act('Pay');
      await nova.act('Pay');
    }),
  );

  expect(seen[0]).toBe('PENDING_HUMAN_ACTION');
  expect(refusing.runs()[0]?.acts.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  const notices = refusing.events.filter(
    (event) => event.type === 'log' && /reportsPending/.test(event.message),
  );
  expect(notices).toHaveLength(1);
});
