import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compileGuardrail } from '../../../lib/sdk/guardrail/guardrail.ts';
import { type Guardrail, NovaAct, type NovaActOptions, Workflow } from '../../../lib/sdk/index.ts';
import { agentCall, scriptedAgent, servePage, startScenario } from '../../../lib/testing/index.ts';

describe('a guardrail', () => {
  const check = async (guardrail: unknown, url: string): Promise<string> => {
    try {
      await compileGuardrail(guardrail as Guardrail)?.(url);
      return 'passes';
    } catch (error) {
      return String(error);
    }
  };

  test.each<[string, unknown, string]>([
    ['https://example.com/', { allow: ['example.com'] }, 'passes'],
    ['https://example.com/', { allow: ['*'], block: ['example.com'] }, '"example.com" is in its block list.'],
    [
      'https://other.example/',
      { allow: ['example.com', '*.example.com'] },
      'nothing in its allow list matches ("example.com", "*.example.com").',
    ],
    ['https://other.example/', { block: ['example.com'] }, 'passes'],
    ['file:///etc/passwd', { allow: ['*'] }, 'The page file:… is blocked'],
    ['about:blank', { allow: ['example.com'] }, 'passes'],
    ['chrome-error://chromewebdata/', { allow: ['example.com'] }, 'passes'],
    ['nonsense', { block: [] }, 'it is no address'],
    ['https://a.example/', () => true, 'passes'],
    ['https://a.example/', () => 'pass', 'passes'],
    ['https://a.example/', async () => 'pass', 'passes'],
    ['https://a.example/', () => false, 'its function says so.'],
    ['https://a.example/', async () => 'block', 'its function says so.'],
    ['https://a.example/', () => undefined, 'its function returned nothing, which is none of'],
    ['https://a.example/', () => 1, 'its function returned 1, which is none of'],
    ['https://a.example/', () => 'PASS', 'its function returned "PASS", which is none of'],
    [
      'https://a.example/',
      () => {
        throw new Error('boom');
      },
      'its function failed: boom.',
    ],
    ['https://a.example/', ({ url }: { url: string }) => url === 'https://a.example/', 'passes'],
  ])('%s, by %j', async (url, guardrail, expected) => {
    expect(await check(guardrail, url)).toContain(expected);
  });

  test('names the page without what may be secret', async () => {
    expect(await check({ block: ['*'] }, 'https://ada:pw@example.com/shop?token=t#s')).toBe(
      'ActGuardrailsError: The page https://example.com/shop is blocked by the guardrail: "*" is in its block list.',
    );
  });

  test.each<[unknown, string]>([
    [{ alow: ['example.com'] }, 'guardrail.alow is not a known key. Did you mean "allow"?'],
    [{ hosts: ['example.com'] }, 'guardrail.hosts is not a known key. Its keys are allow and block.'],
    [{ allow: 'example.com' }, 'guardrail.allow is "example.com"; it must be a list'],
    [{ allow: [] }, 'guardrail.allow is empty, so no page would pass'],
    [{ block: ['*evil.com'] }, 'guardrail.block has "*evil.com", which has "*" within its host'],
    [{ block: [/evil/] }, 'which is no text'],
    ['example.com', 'it must be { allow, block } or a function'],
    [null, 'it must be { allow, block } or a function'],
    [{}, 'guardrail has neither allow nor block'],
    [Promise.resolve({ block: ['example.com'] }), 'guardrail is a promise: write await before it.'],
    [new Map([['block', ['example.com']]]), 'guardrail is a Map'],
  ])('%j cannot be one', (guardrail, problem) => {
    expect(() => compileGuardrail(guardrail as Guardrail)).toThrow(problem);
  });
});

describe('in a session', () => {
  let shop: Awaited<ReturnType<typeof servePage>>;
  let evil: { readonly url: string; readonly host: string };

  beforeAll(async () => {
    shop = await servePage('<h1>Shop</h1><a id="out">Elsewhere</a><button>Stay</button>');
    const { port } = new URL(shop.url);
    // The same server under another name is another site.
    evil = { host: `localhost:${port}`, url: `http://localhost:${port}/` };
  });
  afterAll(async () => {
    await shop[Symbol.asyncDispose]();
  });

  /** Starts a session with a guardrail, and lets the agent do what is told. */
  async function play(
    agent: Parameters<typeof scriptedAgent>[0],
    work: (nova: NovaAct) => Promise<unknown>,
    options: NovaActOptions & { readonly ofRun?: Guardrail } = {},
  ) {
    const { ofRun, ...session } = options;
    await using scenario = await startScenario({ agent: scriptedAgent(agent), setEnvironment: false });
    const run = { definitionName: 'shop', endpoint: scenario.aws.url, guardrail: ofRun };
    const result = await Workflow.run(run, async () => {
      await using nova = await NovaAct.start({ startingPage: shop.url, ...session });
      return await work(nova);
    }).catch((error: unknown) => error);
    return {
      result,
      runs: scenario.runs().map(({ status }) => status),
      acts: scenario.aws.store.acts().map(({ status, error }) => [status, error?.type]),
    };
  }

  const blocked = {
    name: 'ActGuardrailsError',
    code: 'act-guardrails',
    message: expect.stringContaining('The page http://localhost:'),
  };
  const leave = (nova: NovaAct): Promise<void> =>
    nova.page.evaluate((href) => {
      document.querySelector('#out')?.setAttribute('href', href);
    }, evil.url);
  const boxOf = async (nova: NovaAct, selector: string) =>
    (await nova.page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

  test('a page that an action leads to is neither shown to the service nor acted on', async () => {
    let out = { x: 0, y: 0, width: 0, height: 0 };
    const played = await play(
      [
        {
          steps: [() => [agentCall.click(out), agentCall.settle(), agentCall.look()]],
          returns: 'a wrong success',
        },
      ],
      async (nova) => {
        await leave(nova);
        out = await boxOf(nova, '#out');
        return await nova.act('Go');
      },
      { guardrail: { allow: ['127.0.0.1'] } },
    );

    expect(played).toMatchObject({
      result: blocked,
      runs: ['FAILED'],
      acts: [['FAILED', 'ActGuardrailsError']],
    });
    expect(played.result).toMatchObject({ metadata: { stepCount: 1 } });
  });

  test('the agent does not open a page that is blocked, and an act does not begin on one', async () => {
    const asked: string[] = [];
    const guardrail: Guardrail = ({ url }) => {
      asked.push(url);
      return !url.startsWith(evil.url);
    };
    const played = await play(
      [{ steps: [[agentCall.goToUrl(evil.url)]], returns: 'a wrong success' }],
      async (nova) => {
        await expect(nova.act('Go')).rejects.toMatchObject(blocked);
        expect(nova.page.url()).toBe(shop.url);
        await expect(nova.goToUrl(evil.url)).rejects.toMatchObject(blocked);
        expect(nova.page.url()).toBe(shop.url);
        await nova.page.goto(evil.url);
        await expect(nova.act('Look')).rejects.toMatchObject({ ...blocked, metadata: { stepCount: 0 } });
        return 'done';
      },
      { guardrail },
    );

    expect(played).toMatchObject({
      result: 'done',
      acts: [
        ['FAILED', 'ActGuardrailsError'],
        ['FAILED', 'ActGuardrailsError'],
      ],
    });
    expect(asked).toContain(evil.url);
  });

  test('a starting page that is blocked is not opened; the guardrail of the run is the default', async () => {
    const start = { startingPage: evil.url, ofRun: { block: ['localhost'] } };

    expect(await play([], async () => 'started', start)).toMatchObject({ result: blocked, runs: ['FAILED'] });
    const own = await play([], async () => 'started', { ...start, guardrail: { allow: ['localhost'] } });
    expect(own).toMatchObject({ result: 'started', runs: ['SUCCEEDED'] });
  });

  test('one that cannot be used is said before there is a run', async () => {
    const played = await play([], async () => 'started', { ofRun: { allow: [] } });

    expect(played).toMatchObject({ result: { name: 'ValidationFailed' }, runs: [] });
  });
});
