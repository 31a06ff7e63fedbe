import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NovaAct, Workflow } from '../../../lib/sdk/index.ts';
import { agentCall, type Scenario, type ScenarioAct, startScenario } from '../../../lib/testing/index.ts';

let scenario: Scenario;
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => void unhandled.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled);
  scenario = await startScenario({
    agent: {
      name: 'waits or fails',
      decide: async ({ prompt }) => [
        prompt === 'fail' ? agentCall.throw('no such shoes') : agentCall.wait(5_000),
      ],
    },
  });
});

afterAll(async () => {
  process.off('unhandledRejection', onUnhandled);
  await scenario[Symbol.asyncDispose]();
});

const options = { definitionName: 'shop' };

const isRefusal = ({ prompt, status }: ScenarioAct): boolean => prompt === 'fail' && status === 'FAILED';

async function inScope(work: (nova: NovaAct) => unknown): Promise<unknown> {
  await using nova = await NovaAct.start();
  return await work(nova);
}

/** The session stays open until the run ends. */
const inRun = async (work: (nova: NovaAct) => unknown): Promise<unknown> => work(await NovaAct.start());

test.each<[string, () => Promise<unknown>, string]>([
  ['cut off at the end of its session', () => inScope((nova) => void nova.act('Buy')), 'nova.act("Buy")'],
  [
    'awaited by a function that nobody awaits',
    () => inScope((nova) => ['Buy'].forEach(async (text) => void (await nova.act(text).catch(() => {})))),
    'cut off at the end of its session',
  ],
  ['under way at the end of its run', () => inRun((nova) => void nova.act('Buy').catch(() => {})), '"Buy"'],
  [
    'that failed before the end',
    () =>
      inScope(async (nova) => {
        void nova.act('fail');
        const hasEnded = () => scenario.runs().some(({ acts }) => acts.some(isRefusal));
        while (!hasEnded()) await sleep(20);
        // Its report has been answered by now.
        await sleep(300);
      }),
    'which failed (no such shoes)',
  ],
  [
    'for a download',
    () => inScope((nova) => void nova.nextDownload()),
    'nova.nextDownload() at test/sdk/act/not-awaited.test.ts',
  ],
  [
    'for downloads after its session',
    async () => {
      let closed: NovaAct | undefined;
      await inScope((nova) => {
        closed = nova;
      });
      void closed?.allDownloads();
      await sleep(50);
    },
    'The session is closed. Call nova.allDownloads() before the end of its scope.',
  ],
  ['of a start', async () => void NovaAct.start(), 'NovaAct.start()'],
  [
    'of a run within',
    async () => void Workflow.run(options, async () => await new Promise(() => {})),
    'workflow("shop")',
  ],
])('a call %s fails the run, with its name', async (_, work, named) => {
  const run = Workflow.run(options, async () => {
    await work();
    return 'done';
  });

  await expect(run).rejects.toMatchObject({
    name: 'NotAwaitedError',
    message: expect.stringContaining(named),
  });
  expect(scenario.runs().map(({ status }) => status)).not.toContain('SUCCEEDED');
  expect(unhandled).toEqual([]);
});

test('closing a run that was called a success says so, too', async () => {
  const closing = async (): Promise<void> => {
    await using run = await Workflow.start(options);
    await using nova = await NovaAct.start({ workflow: run });
    void nova.act('Buy');
    run.succeed();
  };

  await expect(closing()).rejects.toMatchObject({ name: 'NotAwaitedError', code: 'not-awaited' });
  expect(scenario.runs().at(-1)?.status).toBe('FAILED');
});

test('`return` without `await` says how to mend it', async () => {
  const run = Workflow.run(options, async () => {
    await using nova = await NovaAct.start();
    return nova.act('Buy');
  });

  await expect(run).rejects.toMatchObject({
    name: 'ActCanceledError',
    message: expect.stringContaining('Await every call within it, also in `return await …`.'),
  });
});

test('a workflow that is not awaited fails what calls it in a host', async () => {
  const forgetful = async (): Promise<string> => {
    void Workflow.run(options, () => sleep(50));
    return 'done';
  };

  await expect(scenario.run(forgetful)).rejects.toThrow('Not awaited: workflow("shop")');
});
