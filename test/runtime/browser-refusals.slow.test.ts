import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';

const HOST = `
  import { runRuntimeHost } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../lib/runtime/host.ts'))};
  await runRuntimeHost({ load: async () => ({ main: () => process.env.NOVA_ACT_BROWSER_REFUSES }) });`;

/** What a host refuses to the browsers of its process, and the port it listens on. */
async function refusalsOf(env: Record<string, string>): Promise<{ refused: string[]; port: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', HOST], {
    env: { PATH: process.env.PATH, NOVA_ACT_RUNTIME_HOST: '127.0.0.1', NOVA_ACT_RUNTIME_PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    const [{ port }] = await once(child, 'message');
    const answer = await fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: '{}' });
    const refused: unknown = await answer.json();
    return { refused: String(refused).split(','), port: String(port) };
  } finally {
    child.kill('SIGKILL');
  }
}

describe('a runtime host refuses to its browsers', () => {
  test('on AgentCore all loopback and its port, on local AWS its port only, beside what was refused before', async () => {
    const [there, here] = await Promise.all([
      refusalsOf({ NOVA_ACT_BROWSER_REFUSES: '9000' }),
      refusalsOf({ AWS_ENDPOINT_URL_NOVA_ACT: 'http://127.0.0.1:4800' }),
    ]);
    expect(there.refused).toEqual(['9000', 'loopback', there.port]);
    expect(here.refused).toEqual([here.port]);
  });
});
