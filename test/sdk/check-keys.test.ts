import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { consoleProgress, defineTool, NovaAct, Workflow, workflow } from '../../lib/sdk/index.ts';

/** What gets past the types in JavaScript. */
const spread = (options: object): object => ({ ...options });

test.each<[string, () => unknown, string]>([
  [
    'NovaAct.start',
    () => NovaAct.start(spread({ startingpage: 'https://example.com' })),
    'NovaAct.start has no option "startingpage". Did you mean "startingPage"?',
  ],
  [
    'NovaAct.start, all of them and where those of Python are',
    () => NovaAct.start(spread({ starting_page: 'x', headless: true, chrome_channel: 'chrome', what: 1 })),
    'NovaAct.start has no option "starting_page". Did you mean "startingPage"? Nor "headless". Here it is `browser: localBrowser({ headless })`. Nor "chrome_channel". Here it is `browser: localBrowser({ channel })`. Nor "what". Its options: startingPage,',
  ],
  [
    'workflow()',
    async () => workflow(Object.assign({ definitionName: 'shop' }, spread({ timeout: 5 })), async () => 1),
    'A workflow has no option "timeout". Here it is `timeoutMs` of an act, in milliseconds.',
  ],
  [
    'workflow(), when it is called,',
    async () => workflow('shop' as never, async () => 1),
    'A workflow was given a text in place of its options.',
  ],
  [
    'workflow(), when it is called,',
    async () => workflow({ definitonName: 'shop', payloads: {} } as never, async () => 1),
    'A workflow has no option "definitonName". Did you mean "definitionName"? Nor "payloads". Did you mean "payload"?',
  ],
  [
    'workflow(), when it is called,',
    async () => workflow({ definitionName: 'shop', modelId: 5 } as never, async () => 1),
    'modelId is 5; it must be a text.',
  ],
  [
    'a class, made with `new`,',
    async () => Reflect.construct(NovaAct, [{ startingPage: 'https://example.com' }]),
    'Use `await NovaAct.start(…)`',
  ],
  [
    'a class, made with `new`,',
    async () => Reflect.construct(Workflow, [{ definitionName: 'shop' }]),
    'Use `await Workflow.run(options, fn)`, or `await Workflow.start(options)`',
  ],
  [
    'Workflow.start',
    () => Workflow.start(Object.assign({ definitionName: 'shop' }, spread({ model: 'x' }))),
    'Did you mean "modelId"?',
  ],
  [
    'NovaAct.start, of a promise,',
    () => NovaAct.start(Object.assign(Promise.resolve({ maxSteps: 5 }))),
    'What NovaAct.start was given is a promise: write await before it.',
  ],
  ['Workflow.start, of a Map,', () => Workflow.start(Object.assign(new Map())), 'is a Map;'],
  [
    'human',
    () =>
      Workflow.start({
        definitionName: 'shop',
        human: Object.assign(Promise.resolve({ approve: () => true })),
      }),
    'What human was given is a promise',
  ],
  [
    'workflow.events',
    async () => {
      return Reflect.apply(Workflow.prototype.events, {}, [{ sessionID: 's1' }]);
    },
    'workflow.events has no option "sessionID". Did you mean "sessionId"?',
  ],
  [
    'consoleProgress',
    async () => Reflect.apply(consoleProgress, undefined, [null]),
    'consoleProgress was given null',
  ],
  [
    'defineTool',
    async () =>
      defineTool(
        Object.assign(
          { name: 'look-up', description: 'Looks it up', input: z.string(), run: () => 1 },
          spread({ schema: 1 }),
        ),
      ),
    'defineTool has no option "schema".',
  ],
])('%s refuses options that nobody would read', async (_, call, message) => {
  await expect(call()).rejects.toMatchObject({
    name: 'ValidationFailed',
    message: expect.stringContaining(message),
  });
});
