import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { agentCall, scriptedAgent, servePage, startScenario } from '../../../../lib/testing/index.ts';
import { readBy, startDesk } from './support/desk-server.ts';

jest.setTimeout(120_000);

const program = path.join(import.meta.dirname, 'support', 'asking-program.ts');
const approve = agentCall.tool('human_Approve', { message: 'May I pay?' });

test('a process that is told to end takes its question back before it does', async () => {
  await using service = await startScenario({
    agent: scriptedAgent([{ prompt: 'Pay', steps: [[approve]], returns: 'paid' }]),
    setEnvironment: false,
  });
  await using page = await servePage('<h1>Shop</h1>');
  await using desk = await startDesk();
  // The first time it is told that nobody can be told anything now.
  desk.failures.push({ of: 'POST', status: 503 });
  const child = spawn(process.execPath, ['--import', 'tsx', program, service.aws.url, page.url], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NOVA_ACT_HUMAN_URL: desk.url },
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const output = { text: '' };
  child.stdout.on('data', (chunk) => {
    output.text += chunk;
  });
  const link = await new Promise<string>((resolve) => {
    let text = '';
    child.stderr.on('data', (chunk) => {
      text += chunk;
      const [, found] = /^Answer at (.*)\n/m.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const signaledAt = performance.now();
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'close');
  clearTimeout(limit);

  expect([signal, output.text]).toEqual(['SIGTERM', 'ActCanceledError\n']);
  expect(performance.now() - signaledAt).toBeLessThan(10_000);
  expect(await readBy(link)).toMatchObject({
    status: 'withdrawn',
    withdrawnBecause: expect.stringContaining('the process got SIGTERM'),
  });
});
