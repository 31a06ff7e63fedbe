import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { localBrowser } from '../../lib/browser/index.ts';
import { defineTool, NovaAct, Workflow } from '../../lib/sdk/index.ts';
import { type Scenario, startScenario } from '../../lib/testing/index.ts';

let scenario: Scenario;

beforeAll(async () => {
  scenario = await startScenario({});
});
afterAll(async () => {
  await scenario[Symbol.asyncDispose]();
});

/** What gets past the types in JavaScript. */
const spread = (options: object): object => ({ ...options });

const refused = (message: string): object => ({
  name: expect.stringMatching(/^(?:ValidationFailed|Invalid)/),
  message: expect.stringContaining(message),
});

test('a session is not opened with options whose values are of another kind', async () => {
  const opened: unknown[] = [];
  const browser = {
    ...localBrowser(),
    open: async () => {
      opened.push('browser');
      throw new Error('opened');
    },
  };
  const wrong: readonly [options: object, message: string][] = [
    [{ allowedFileUploadPaths: '/data/*' }, 'allowedFileUploadPaths is "/data/*"; it must be a list'],
    [{ allowedFileOpenPaths: [5] }, 'allowedFileOpenPaths has 5, which is no text'],
    [{ startingPage: 5 }, 'startingPage is 5; it must be a text such as "https://example.com"'],
    [
      { startingPage: new URL('https://example.com') },
      'startingPage is a URL object; it must be a text: pass its `href`',
    ],
    [{ tools: { a: 1 } }, 'tools is {"a":1}; it must be a list'],
    [
      { tools: [{ name: 'look-up' }] },
      'tools has {"name":"look-up"} in it; each must be what defineTool(…) or mcpTools(…) gives',
    ],
    [
      { signal: new AbortController() },
      'signal is an AbortController; it must be its signal: pass `controller.signal`',
    ],
    [{ signal: null }, 'signal is null; it must be an AbortSignal'],
    [{ ignoreScreenSize: 'no' }, 'ignoreScreenSize is "no"; it must be true or false'],
    [{ replayable: 'x' }, 'replayable is "x"; it must be true or false'],
    [{ browser: localBrowser }, 'browser is a function; it must be one of localBrowser(…)'],
    [{ workflow: 'shop' }, 'workflow is "shop"; it must be a run'],
    [{ workflow: null }, 'workflow is null; it must be a run'],
    [{ maxSteps: null }, 'maxSteps is null; it must be a whole number'],
    [{ artifacts: null }, 'artifacts is null; it must be'],
    [{ logsDirectory: null }, 'logsDirectory is null; it must be'],
    [{ guardrail: null }, 'guardrail is null; it must be'],
    [{ allowedFileUploadPaths: null }, 'allowedFileUploadPaths is null; it must be a list'],
    [{ allowedFileOpenPaths: null }, 'allowedFileOpenPaths is null; it must be a list'],
    [{ maxSteps: '5' }, 'maxSteps is "5"; it must be a whole number'],
    [{ goToUrlTimeoutMs: '5000' }, 'goToUrlTimeoutMs is "5000"; it must be a whole number'],
    [{ observationDelayMs: '5' }, 'observationDelayMs is "5"; it must be a whole number'],
  ];

  await Workflow.run({ definitionName: 'shop' }, async () => {
    for (const [options, message] of wrong)
      await expect(NovaAct.start(Object.assign({ browser }, spread(options)))).rejects.toMatchObject(
        refused(message),
      );
  });

  expect(opened).toEqual([]);
});

test.each<[object, string]>([
  [{ signal: new AbortController() }, 'pass `controller.signal`'],
  [{ modelId: 5 }, 'modelId is 5; it must be a text'],
  [{ onProgress: [] }, 'onProgress is []; it must be a function'],
  [{ artifacts: null }, 'artifacts is null; it must be'],
  [{ region: 7.5 }, 'region is 7.5; it must be a text'],
  [{ endpoint: 5 }, 'endpoint is 5; it must be a text'],
  [{ credentials: null }, 'credentials is null without accessKeyId'],
  [{ client: {} }, 'client is an object; it must be a NovaActClient'],
  [
    { client: { send: () => {}, config: {} }, region: 'us-east-1', endpoint: 'http://127.0.0.1:1' },
    'client together with region, endpoint, which a client has already',
  ],
])('no run is made with %j', async (options, message) => {
  const given = Object.assign({ definitionName: 'shop' }, spread(options));
  await expect(Workflow.run(given, () => 1)).rejects.toMatchObject(refused(message));
});

test('no run is made for what is no function', async () => {
  const running = Reflect.apply(Workflow.run, Workflow, [{ definitionName: 'shop' }, null]);
  await expect(running).rejects.toMatchObject(
    refused('What a workflow should do is null; it must be a function'),
  );
});

test('calls of a session say what they were given', async () => {
  await Workflow.run({ definitionName: 'shop' }, async () => {
    await using nova = await NovaAct.start();
    const call = (
      name: 'goToUrl' | 'act' | 'actGet' | 'nextDownload' | 'allDownloads',
      ...given: unknown[]
    ) => Reflect.apply(nova[name], nova, given);
    const wrong: readonly [Promise<unknown>, string][] = [
      [call('goToUrl'), 'The address given to goToUrl is nothing; it must be a text'],
      [call('act', 'Buy', { signal: new AbortController() }), 'pass `controller.signal`'],
      [
        call('act', 'Buy', { observationDelayMs: 5 }),
        'An act has no option "observationDelayMs". It is an option of NovaAct.start.',
      ],
      [call('act', { buy: 1 }), 'The prompt is an object; it must be a text'],
      [call('act', `${undefined}`), 'See where the value should come from'],
      [call('actGet', 'Read', { timeoutMs: 5_000 }), 'Options are its third argument'],
      [call('actGet', 'Read', { schema: z.string() }), 'Pass the schema itself, as the second argument'],
      [call('act', 'Read', z.string()), 'An act was given a schema in place of its options.'],
      [call('act', 'Read', { type: 'string' }), 'call nova.actGet(prompt, schema)'],
      [call('act', 'Read', { schema: z.string(), timeout: 5 }), 'Here it is an argument of its own'],
      [
        call('nextDownload', { timeoutMS: 5_000 }),
        'nova.nextDownload has no option "timeoutMS". Did you mean "timeoutMs"?',
      ],
      [call('nextDownload', 5_000), 'nova.nextDownload was given a number in place of its options'],
      [call('allDownloads', { timeoutMs: 1 }), 'timeoutMs is 1; it must be a whole number'],
      [call('allDownloads', { signal: new AbortController() }), 'pass `controller.signal`'],
    ];
    for (const [refusal, message] of wrong) await expect(refusal).rejects.toMatchObject(refused(message));
  });
});

test('a tool is described by texts and a function', () => {
  const parts = { name: 'look-up', description: 'Looks it up', input: z.string(), run: () => 1 };
  expect(() => defineTool(Object.assign({}, parts, spread({ description: 5 })))).toThrow('must be a text');
  expect(() => defineTool(Object.assign({}, parts, spread({ run: 'x' })))).toThrow('must be a function');
});
