import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ExplainedError } from '../../lib/core/errors.ts';
import { type LocalAwsOptions, startLocalAws } from '../../lib/local/index.ts';
import { CreateWorkflowDefinitionCommand, NovaActClient } from '../../lib/service/index.ts';

const define = async (endpoint: string): Promise<void> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new NovaActClient({ endpoint, credentials });
  await client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }));
  client.destroy();
};

describe('the state folder of local AWS', () => {
  test('is kept when it was given, and found again', async () => {
    const stateDir = mkdtempSync(path.join(tmpdir(), 'nova-act-server-'));
    try {
      const first = await startLocalAws({ stateDir });
      await define(first.url);
      await first.close();

      await using second = await startLocalAws({ stateDir });
      expect(second.store.definitions()).toMatchObject([{ name: 'shop' }]);
    } finally {
      rmSync(stateDir, { recursive: true, force: true });
    }
  });

  test('is rid of what a killed server has half written, and keeps it while another server has the lock', async () => {
    const stateDir = mkdtempSync(path.join(tmpdir(), 'nova-act-server-'));
    const left = path.join(stateDir, 'artifacts', 'a.json.0b3e4c4e-2c1f-4d55-9c0e-6d6f1f0f6a10.tmp');
    try {
      const first = await startLocalAws({ stateDir });
      mkdirSync(path.dirname(left));
      writeFileSync(left, 'half');
      await expect(startLocalAws({ stateDir })).rejects.toThrow('running already');
      expect(existsSync(left)).toBe(true);
      await first.close();

      await using _second = await startLocalAws({ stateDir });
      expect(existsSync(left)).toBe(false);
    } finally {
      rmSync(stateDir, { recursive: true, force: true });
    }
  });

  test('is a temporary one otherwise, of which nothing is left', async () => {
    const local = await startLocalAws();
    await define(local.url);
    expect(existsSync(path.join(local.stateDir, 'nova-act', 'journal.jsonl'))).toBe(true);

    await local.close();
    await local.close();

    expect(existsSync(local.stateDir)).toBe(false);
  });
});

describe('options that cannot be used', () => {
  const decide = async () => [];
  test.each([
    [{ agentTimeoutMs: Number.POSITIVE_INFINITY }, 'options.agentTimeoutMs', 'Infinity'],
    [{ agentTimeoutMs: 3e9 }, 'options.agentTimeoutMs', '3000000000'],
    [{ agentTimeoutMs: 2 ** 31 }, 'options.agentTimeoutMs', '2147483648'],
    [{ agentTimeoutMs: Number.NaN }, 'options.agentTimeoutMs', 'NaN'],
    [{ agentTimeoutMs: -5 }, 'options.agentTimeoutMs', '-5'],
    [{ agentTimeoutMs: 0 }, 'options.agentTimeoutMs', '0'],
    [{ agentTimeoutMs: 1.5 }, 'options.agentTimeoutMs', '1.5'],
    [{ agentTimeoutMs: '100' }, 'options.agentTimeoutMs', '"100"'],
    [{ agent: null }, 'options.agent', 'null'],
    [{ agent: {} }, 'options.agent.name', 'nothing'],
    [{ agent: { name: 'mute' } }, 'options.agent.decide', 'nothing'],
    [{ agent: { name: '', decide } }, 'options.agent.name', '""'],
    [{ agent: { name: '🦊'.repeat(101), decide } }, 'options.agent.name', '"🦊'],
    [{ agnet: { name: 'fox', decide } }, 'options.agnet', '"agnet"'],
    [null, 'options', 'null'],
  ])('%j are refused before anything is made', async (options, where, got) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'nova-act-server-'));
    const stateDir = path.join(folder, 'state');
    const given = options === null ? options : { stateDir, ...options };
    try {
      const failure: unknown = await startLocalAws(given as LocalAwsOptions).then(
        async (local) => await local.close(),
        (error: unknown) => error,
      );

      expect(failure).toBeInstanceOf(ExplainedError);
      expect(failure).toMatchObject({
        message: expect.stringMatching(/^The call of startLocalAws has \d problems?:/),
        problems: expect.arrayContaining([
          expect.objectContaining({ where, got: expect.stringContaining(got) }),
        ]),
      });
      expect(existsSync(stateDir)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('are all in one error, with what was meant', async () => {
    const options = { agnet: {}, agentTimeoutMs: 0 } as LocalAwsOptions;

    await expect(startLocalAws(options)).rejects.toThrow(
      /has 2 problems:.*did you mean "agent"\?.*a whole number of milliseconds from 1 to 2147483647/s,
    );
  });

  test('are not the longest times and names, nor those that are undefined', async () => {
    const agent = { name: '🦊'.repeat(100), decide };
    await using longest = await startLocalAws({ agent, agentTimeoutMs: 2 ** 31 - 1 });
    await using defaults = await startLocalAws({ agent: undefined, agentTimeoutMs: undefined });

    expect(longest.url).not.toBe(defaults.url);
  });
});
