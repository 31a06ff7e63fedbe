import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { deferred } from '../../lib/core/async.ts';
import { NovaAct, webHuman, workflow } from '../../lib/sdk/index.ts';
import {
  type Agent,
  agentCall,
  type ScenarioOptions,
  type ScenarioPeople,
  type ServedPage,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../lib/testing/index.ts';

let page: ServedPage;
beforeAll(async () => {
  page = await servePage('<h1>Shoes</h1><button>Pay</button>');
});
afterAll(() => page.close());

const asks = (tool: 'human_Approve' | 'human_UiTakeover', message: string): Agent =>
  scriptedAgent([{ prompt: 'Buy', steps: [[agentCall.tool(tool, { message })], [agentCall.return(null)]] }]);
const approval = asks('human_Approve', 'May I pay 20 EUR?');
const takeOver = asks('human_UiTakeover', 'Sign in, please.');

const buy = workflow(
  { definitionName: 'buy', human: { ...webHuman({ notify: [] }), timeoutMs: 5_000 } },
  async () => {
    await using nova = await NovaAct.start({ startingPage: page.url });
    await nova.act('Buy');
    return 'bought';
  },
);

/** Runs the workflow once. @returns what became of it, and what the run has on record of the question */
async function runWith(options: ScenarioOptions) {
  await using scenario = await startScenario(options);
  const outcome = await scenario.run(() => buy()).catch((error: unknown) => error);
  const [ended] = scenario.events.flatMap((event) =>
    event.type === 'human' && event.phase !== 'asked' ? [event] : [],
  );
  const runs = scenario.runs();
  const report = `${scenario.aws.viewerUrl}definitions/buy/runs/${runs[0]?.workflowRunId}/report.html`;
  const html = await fetch(report).then((response) => response.text());
  return { outcome, ended, runs, report: html.replace(/<style>.*?<\/style>|<[^>]+>/gs, '') };
}

const people = (answer: unknown): ScenarioPeople => (() => answer) as ScenarioPeople;

describe('people of a scenario', () => {
  test('see what the desk has, and approve', async () => {
    const asked = deferred<Parameters<ScenarioPeople>[0]>();
    const { outcome, ended, runs } = await runWith({
      agent: approval,
      people: (question) => {
        asked.resolve(question);
        return true;
      },
    });

    expect(outcome).toBe('bought');
    expect(ended).toMatchObject({ phase: 'answered', answer: 'yes', by: {} });
    const [run] = runs;
    expect(await asked.promise).toEqual({
      ...{ kind: 'approve', message: 'May I pay 20 EUR?', definitionName: 'buy', pageUrl: page.url },
      ...{ questionId: ended?.requestId, workflowRunId: run?.workflowRunId, sessionId: expect.any(String) },
      ...{ actId: run?.acts[0]?.actId, expiresAt: expect.any(Date) },
    });
  });

  test('say who they are, and why not', async () => {
    const { outcome, ended, report } = await runWith({
      agent: approval,
      people: async () => ({
        answer: false,
        by: { name: 'Ana', subject: 'ana@example.com' },
        comment: 'Too much',
      }),
    });

    expect(outcome).toMatchObject({ name: 'ApproveCanceledError' });
    expect(ended).toMatchObject({
      ...{ answer: 'no', comment: 'Too much' },
      by: { name: 'Ana', subject: 'ana@example.com' },
    });
    expect(report).toMatch(/not approved by Ana \(signed in as ana@example\.com\) at .*: “Too much”/);
  });

  test('take over, and say that it is done', async () => {
    const { outcome, ended, report } = await runWith({
      agent: takeOver,
      people: ({ kind }) => ({ answer: kind === 'takeOver', by: { name: 'Ana' } }),
    });

    expect(outcome).toBe('bought');
    expect(ended).toMatchObject({ kind: 'takeOver', answer: 'yes', by: { name: 'Ana' } });
    expect(report).toMatch(/Sign in, please\..*done by Ana \(as typed, not verified\) at .*, after/s);
  });

  test('say that nobody takes over', async () => {
    const { outcome } = await runWith({ agent: takeOver, people: () => false });
    expect(outcome).toMatchObject({ name: 'UiTakeoverCanceledError' });
  });

  test('may leave a question open, as when there are none', async () => {
    for (const options of [{ people: () => undefined }, {}]) {
      const { outcome, ended } = await runWith({ agent: approval, ...options });
      expect([outcome, ended]).toMatchObject([{ name: 'HumanRequestExpiredError' }, { phase: 'expired' }]);
    }
  });

  test('fail the test by what they throw, at once', async () => {
    const failure = new Error('not the question that was expected');
    const { outcome, ended, runs } = await runWith({
      agent: approval,
      people: () => {
        throw failure;
      },
    });

    expect(outcome).toBe(failure);
    expect(ended?.phase).toBe('withdrawn');
    expect(runs).toMatchObject([{ status: 'FAILED' }]);
  });

  test.each<[unknown, RegExp]>([
    ['yes', /answer is not what it should be: "yes" \(allowed: true, false, \{ answer: true or false/],
    [{ anser: true }, /answer\.anser .*answer/],
    [{ answer: true, by: { nam: 'Ana' } }, /answer\.by\.nam .*name/],
    [{ answer: true, comment: 5 }, /answer\.comment is not what it should be: 5/],
    [{ answer: true, by: { name: 'x'.repeat(101) } }, /name.* wrong length|name/],
  ])('fail the test by %p', async (answer, message) => {
    const { outcome } = await runWith({ agent: approval, people: people(answer) });
    expect(outcome).toMatchObject({ message: expect.stringMatching(message) });
  });
});

test('people that are no function are refused', async () => {
  await expect(startScenario({ people: true as unknown as ScenarioPeople })).rejects.toThrow(
    'people of startScenario is true; it must be a function.',
  );
});
