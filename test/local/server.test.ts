import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startLocalAws } from '../../lib/local/index.ts';
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

  test('is a temporary one otherwise, of which nothing is left', async () => {
    const local = await startLocalAws();
    await define(local.url);
    expect(existsSync(path.join(local.stateDir, 'nova-act', 'definitions', 'shop'))).toBe(true);

    await local.close();
    await local.close();

    expect(existsSync(local.stateDir)).toBe(false);
  });
});
