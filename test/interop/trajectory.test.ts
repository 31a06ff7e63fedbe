import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineTool, NovaAct, Workflow } from '../../lib/sdk/index.ts';
import { agentCall, scriptedAgent, servePage, startScenario } from '../../lib/testing/index.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'trajectory-'));
let tools: Python;
beforeAll(async () => {
  tools = await python();
}, PREPARATION_MS);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the types of the Python SDK read our trajectories, of acts that failed, too', async () => {
  await using page = await servePage('<h1>Shoes</h1>');
  const box = { x: 10, y: 20, width: 30, height: 10 };
  const steps = [[agentCall.click(box), agentCall.type('red', box), agentCall.tool('lookup', { sku: 'A' })]];
  const lookup = defineTool({
    name: 'lookup',
    description: 'Looks up a price.',
    input: z.object({ sku: z.string() }),
    run: () => 5,
  });
  const agent = scriptedAgent([
    { prompt: 'Buy', steps, returns: 'Bought' },
    { prompt: 'Fail', throws: 'Sold out' },
  ]);
  await using scenario = await startScenario({ agent });
  const files = await scenario.run(() =>
    Workflow.run({ definitionName: 'shop', logsDirectory: folder }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url, tools: [lookup] });
      const { metadata } = await nova.act('Buy');
      const failed = await nova.act('Fail').then(
        () => undefined,
        (error) => error.metadata,
      );
      return [metadata.traceFiles?.trajectory ?? '', String(failed?.traceFiles?.trajectory)];
    }),
  );

  const { stdout } = await run(tools.executable, [tools.script('read_trajectory'), ...files]);

  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      prompt: 'Buy',
      steps: [
        [
          ['agentClick', false, ['box', 'click_type']],
          ['agentType', false, ['box', 'pressEnter', 'value']],
          ['lookup', true, ['sku']],
        ],
        [['return', false, ['value']]],
      ],
      answers: 2,
    },
    { prompt: 'Fail', steps: [[[expect.stringMatching(/^throw/), false, ['value']]]], answers: 1 },
  ]);
});
