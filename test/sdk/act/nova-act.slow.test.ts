import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineTool, NovaAct, Workflow } from '../../../lib/sdk/index.ts';
import { agentCall, scriptedAgent, servePage, startScenario } from '../../../lib/testing/index.ts';
import { startFaultyService } from '../faulty-service.ts';

describe('what hangs does not hold up the end of an act', () => {
  const stuck = defineTool({
    name: 'stuck',
    description: 'Never answers, and does not heed its signal',
    input: z.object({}),
    run: () => new Promise(() => {}),
  });

  test('a tool', async () => {
    await using service = await startScenario({
      agent: scriptedAgent([{ steps: [[agentCall.tool('stuck', {})]] }]),
    });
    await Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, async () => {
      await using nova = await NovaAct.start({ tools: [stuck] });
      await expect(nova.act('Wait', { timeoutMs: 2_000 })).rejects.toMatchObject({ name: 'ActTimeoutError' });
    });
    expect(service.aws.store.acts()).toMatchObject([{ status: 'FAILED' }]);
  });

  test('the creation of the act, which the time limit covers', async () => {
    await using service = await startFaultyService(scriptedAgent([]), { CreateAct: 'hang' });
    await Workflow.run({ definitionName: 'shop', endpoint: service.url }, async () => {
      await using nova = await NovaAct.start();
      await expect(nova.act('Wait', { timeoutMs: 2_000 })).rejects.toMatchObject({ name: 'ActTimeoutError' });
    });
  });
});

test('an act that is returned without await is canceled with its session, and the process lives on', async () => {
  await using page = await servePage('<h1>Shoes</h1>');
  await using service = await startScenario({ agent: scriptedAgent([{ steps: [[agentCall.wait(600)]] }]) });
  const fixture = path.join(import.meta.dirname, 'fixtures', 'returned-act.ts');

  // A process of its own: jest keeps unhandled rejections from ending this one.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    fixture,
    service.aws.url,
    page.url,
  ]);

  expect(stdout).toBe('ActCanceledError');
});
