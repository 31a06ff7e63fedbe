import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { bundleWorkflow } from '../../../lib/bundle/index.ts';
import { portInMessage } from '../../../lib/contract/host.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'nova-act-mcp-host-'));
symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program in a bundle, in a process of its own. Both the workflow and what the host is built on have zod. */
async function start(main: string) {
  const sdk = path.join(root, 'lib/sdk/index.ts');
  writeFileSync(
    path.join(folder, 'workflow.ts'),
    `import { z } from 'zod'; import { workflow } from ${JSON.stringify(sdk)}; export const main = ${main};`,
  );
  const { mainFile } = await bundleWorkflow({
    projectRoot: folder,
    entry: 'workflow.ts',
    outDir: folder,
    tool: { name: 'shop' },
  });
  const child = spawn(process.execPath, [mainFile], {
    env: {
      PATH: process.env.PATH,
      NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
      NOVA_ACT_RUNTIME_PORT: '0',
      NOVA_ACT_EARLY_BROWSER: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, output }));
  const url = once(child, 'message').then(([message]) => `http://127.0.0.1:${portInMessage(message)}`);
  return { child, url, ended };
}

test('SIGTERM in the middle of a call aborts it, answers it, and the process ends with 0', async () => {
  const host = await start(
    `(_, { signal }) => new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason)))`,
  );
  try {
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', await host.url)));
    let isUnderWay = (): void => undefined;
    const underWay = new Promise<void>((resolve) => {
      isUnderWay = resolve;
    });
    const result = client.callTool({ name: 'shop' }, { onprogress: () => isUnderWay() });
    await underWay;
    host.child.kill('SIGTERM');

    expect(await result).toMatchObject({
      isError: true,
      content: [{ text: 'Error: The runtime host is ending: SIGTERM received.' }],
    });
    const { code, output } = await host.ended;
    expect(code).toBe(0);
    for (const line of output.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  } finally {
    host.child.kill('SIGKILL');
  }
});

test('a workflow whose payload no tool can take ends the process with the reason', async () => {
  const host = await start(`workflow({ definitionName: 'shop', payload: z.string() }, (text) => text)`);
  try {
    await fetch(new URL('/ping', await host.url));
    const { code, output } = await host.ended;

    expect(code).toBe(1);
    expect(output).toContain('The payload of the workflow is of type \\"string\\". A tool takes an object.');
  } finally {
    host.child.kill('SIGKILL');
  }
});
