import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { deferred } from '../../../lib/core/async.ts';
import { ActControl } from '../../../lib/sdk/act/act-control.ts';
import { ActDeadline } from '../../../lib/sdk/act/act-deadline.ts';
import { watchesCancelKey } from '../../../lib/sdk/act/cancel-key.ts';
import { defineTool, NovaAct, type Tool, Workflow } from '../../../lib/sdk/index.ts';
import {
  type Agent,
  type AgentCall,
  type AgentInput,
  agentCall,
  type Scenario,
  servePage,
  startScenario,
} from '../../../lib/testing/index.ts';

const PAGE = '<title>Shop</title><h1>Shoes</h1><button onclick="this.textContent=\'Clicked\'">Buy</button>';
const BUTTON = { x: 10, y: 80, width: 20, height: 10 };

let page: Awaited<ReturnType<typeof servePage>>;
let scenario: Scenario;
let decide: (input: AgentInput) => readonly AgentCall[] | Promise<readonly AgentCall[]>;

beforeAll(async () => {
  page = await servePage(PAGE);
  const agent: Agent = { name: 'told', decide: async (input) => await decide(input) };
  scenario = await startScenario({ agent });
});

afterAll(async () => {
  await scenario.close();
  await page.close();
});

beforeEach(() => {
  decide = () => [agentCall.return('done')];
});

async function inSession<T>(work: (nova: NovaAct) => Promise<T>, tools: readonly Tool[] = []): Promise<T> {
  return await scenario.run(() =>
    Workflow.run({ definitionName: 'shop' }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url, tools });
      return await work(nova);
    }),
  );
}

const phases = (sessionId: string): readonly string[] =>
  scenario.events.flatMap((event) =>
    event.type === 'act' && event.sessionId === sessionId ? [event.phase] : [],
  );

test('a paused act stands still; what was decided before is not done, and the agent looks again', async () => {
  await inSession(async (nova) => {
    const pausing = deferred<unknown>();
    let told: readonly (string | null)[] = [];
    let seen = '';
    decide = ({ steps, observation }) => {
      if (steps.length === 0) {
        pausing.resolve(nova.pause());
        return [agentCall.click(BUTTON), agentCall.return('bought')];
      }
      told = steps[0]?.results ?? [];
      seen = observation.simplifiedDOM;
      return [agentCall.return('looked')];
    };

    const act = nova.act('Buy the shoes');
    await pausing.promise;
    expect(phases(nova.sessionId)).toEqual(['started', 'paused']);
    await nova.page.locator('h1').evaluate((heading) => heading.replaceChildren('Sold out'));
    nova.resume();

    const { response, metadata } = await act;
    expect(response).toBe('looked');
    expect(told.slice(0, 2)).toEqual([
      expect.stringMatching(/^AgentRedirectError: not done, because the act was paused/),
      told[0],
    ]);
    expect(await nova.page.locator('button').textContent()).toBe('Buy');
    expect(seen).toContain('Sold out');
    expect(metadata.humanWaitMs).toBeGreaterThan(0);
    expect(phases(nova.sessionId)).toEqual(['started', 'paused', 'resumed', 'ended']);
  });
});

test('an observation that a pause has made old is taken anew before the agent gets it', async () => {
  const pausing = deferred<unknown>();
  let nova: NovaAct | undefined;
  const hold = defineTool({
    name: 'hold',
    description: 'Has the act paused at the end of a step.',
    input: z.object({}),
    run: () => void pausing.resolve(nova?.pause()),
  });
  let seen = '';
  decide = ({ steps, observation }) => {
    seen = observation.simplifiedDOM;
    return steps.length === 0 ? [agentCall.look(), agentCall.tool('hold', {})] : [agentCall.return('')];
  };
  await inSession(
    async (session) => {
      nova = session;
      const act = nova.act('Hold on');
      await pausing.promise;
      await nova.page.locator('h1').evaluate((heading) => heading.replaceChildren('Sold out'));
      nova.resume();
      await act;
      expect(seen).toContain('Sold out');
    },
    [hold],
  );
});

test('paused between acts, the next one waits; a canceled one throws, ends the pause, and leaves the browser', async () => {
  await inSession(async (nova) => {
    expect(await nova.cancel()).toBe(false);
    await nova.pause();
    const first = nova.act('Wait');
    const failure = first.catch((error: unknown) => error);
    await sleep(30);
    expect(phases(nova.sessionId)).toEqual([]);

    expect(await nova.cancel('the shop is closed')).toBe(true);
    expect(await failure).toMatchObject({
      name: 'ActCanceledError',
      message: 'The act was canceled: the shop is closed',
    });

    const thinking = deferred<void>();
    decide = ({ signal }) => {
      thinking.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    };
    const second = nova.act('Think');
    const end = expect(second).rejects.toMatchObject({
      name: 'ActCanceledError',
      metadata: { stepCount: 0 },
    });
    await thinking.promise;
    expect(await nova.cancel()).toBe(true);
    await end;
    expect(scenario.runs().at(-1)?.acts.at(-1)).toMatchObject({ status: 'FAILED' });

    decide = () => [agentCall.return('done')];
    expect((await nova.act('Go on')).response).toBe('done');
    await nova.close();
    await expect(nova.pause()).rejects.toThrow('The session is closed. There is nothing to pause.');
    expect(() => nova.resume()).toThrow('The session is closed. There is nothing to resume.');
    expect(await nova.cancel()).toBe(false);
  });
});

test('the time limit of an act stands still while it is paused; closing ends a pause', async () => {
  const control = new ActControl(false);
  using act = control.begin();
  const closed = new AbortController();
  const limits = { signals: [closed.signal], browserEnd: new AbortController().signal, timeoutMs: 40 };
  using deadline = new ActDeadline(limits);
  const paused = control.pause();
  const rest = act.rest(deadline);
  await paused;
  await sleep(80);
  expect(deadline.signal.aborted).toBe(false);

  control.resume();
  expect(await rest).toBe(true);
  await sleep(80);
  expect(deadline.signal.aborted).toBe(true);

  using later = new ActDeadline({ ...limits, timeoutMs: undefined });
  void control.pause();
  const end = expect(act.rest(later)).rejects.toThrow('the session was closed');
  closed.abort(new Error('the session was closed'));
  await end;
});

test.each<readonly [string, Partial<Parameters<typeof watchesCancelKey>[0]>, boolean]>([
  ['at a terminal', {}, true],
  ['when the author declines', { tty: false }, false],
  ['when the environment declines', { environment: { NOVA_ACT_DISABLE_TTY: '1' } }, false],
  ['in CI', { environment: { CI: 'true' } }, false],
  ['in a host', { isHosted: true }, false],
  ['without a terminal', { areTerminals: false }, false],
])('whether Ctrl+X cancels acts %s', (_where, given, watches) => {
  const usual = { tty: undefined, isHosted: false, environment: {}, areTerminals: true };
  expect(watchesCancelKey({ ...usual, ...given })).toBe(watches);
});
