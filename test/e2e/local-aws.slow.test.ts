import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { processesThatMention, runCommand, startCommand, temporaryStateDir } from './command.ts';

// Several processes one after another: quick here, slow on a busy machine.
jest.setTimeout(120_000);

/** `npm run local` on a port of its own; stopped by the signal that Ctrl-C sends. */
async function startLocal(stateDir: string) {
  const { child, outcome } = startCommand('local', ['--port', '0', '--state-dir', stateDir, '--json']);
  let printed = '';
  child.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  while (!printed.trimEnd().endsWith('}')) {
    await Promise.race([
      once(child.stdout ?? child, 'data'),
      outcome.then(({ stderr }) => Promise.reject(new Error(stderr))),
    ]);
  }
  const { url, environment, outputsFile } = JSON.parse(printed).data;
  return {
    url: String(url),
    invoke: (args: readonly string[]) =>
      runCommand('invoke', [...args, '--outputs-file', outputsFile], environment),
    stop: async () => {
      child.kill('SIGINT');
      return outcome;
    },
  };
}

describe('npm run local', () => {
  test('serves deployed workflows to the invoke command, and its state survives a restart', async () => {
    await using state = await temporaryStateDir();

    const first = await startLocal(state.dir);
    const form = await first.invoke([
      'form-filling',
      '--payload',
      '{"name":"Grace Hopper","country":"France"}',
      '--json',
    ]);
    const failed = await first.invoke(['getting-started', '--payload', '{"link":"x"}']);
    const stopped = await first.stop();

    expect(JSON.parse(form.stdout)).toMatchObject({
      ok: true,
      data: {
        result: {
          name: 'Grace Hopper',
          country: 'France',
          confirmationNumber: expect.stringMatching(/^WF-[0-9A-F]{8}$/),
        },
      },
    });
    expect(failed).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Unrecognized key: "link"'),
    });
    expect(stopped.exitCode).toBe(0);
    expect(processesThatMention(state.dir)).toEqual([]);

    const second = await startLocal(state.dir);
    const runs = await (await fetch(new URL('/viewer/', second.url))).text();
    const again = await second.invoke(['multi-session']);
    await second.stop();

    expect(runs).toContain('form-filling-workflow');
    expect(JSON.parse(again.stdout)).toMatchObject({
      pages: [{ heading: 'Travel well, carry little' }, { heading: 'About Wayfarer' }],
    });
  });

  test('a port that is taken is exit code 2, with a way out', async () => {
    await using state = await temporaryStateDir();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { exitCode, stderr } = await runCommand('local', [
      '--port',
      String(port),
      '--state-dir',
      state.dir,
    ]);
    other.close();

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `Error: Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.\n`,
    });
  });

  test('a second one on the same state is refused, and the first goes on', async () => {
    await using state = await temporaryStateDir();
    const first = await startLocal(state.dir);

    const second = await runCommand('local', ['--port', '0', '--state-dir', state.dir]);

    expect(second).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Local AWS is running already in process'),
    });
    expect((await fetch(new URL('/viewer/', first.url))).status).toBe(200);
    await first.stop();
  });

  test.each([
    ['--port', 'abc', 'whole number from 0 to 65535'],
    ['--port', '70000', 'whole number from 0 to 65535'],
    ['--prot', '1', '(Did you mean --port?)'],
  ])('%s %s is exit code 2', async (option, value, message) => {
    const { exitCode, stderr } = await runCommand('local', [option, value]);

    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) });
  });
});
