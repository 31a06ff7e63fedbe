import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { NovaActStore } from '../../../../lib/local/nova-act/index.ts';

test('SIGKILL loses nothing that was said to be saved, whatever was written at that moment', async () => {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'killed-'));
  try {
    const writer = path.join(import.meta.dirname, 'busy-store.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', writer, stateDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // Long enough for the journal to have been packed more than once.
      if (said.length > 40_000) child.kill('SIGKILL');
    });
    await ended;
    const store = NovaActStore.open({ stateDir });
    const saved = said.split('\n').slice(0, -1);
    expect(saved.length).toBeGreaterThan(500);
    for (const line of saved) {
      const [runId = '', actId = ''] = line.split(' ');
      expect(store.run(runId)?.status).toBe('SUCCEEDED');
      expect(store.act(actId)?.runId).toBe(runId);
    }
    await store.close();
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
});
