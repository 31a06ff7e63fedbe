import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { browsersOf, isRunning } from './support/processes.ts';

test('a program with a browser that is ended by a signal leaves nothing', async () => {
  const script = `
    import { localBrowser } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../lib/browser/index.ts'))};
    await localBrowser({ onNotice: () => {} }).open();
    console.log('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    await once(child.stdout, 'data');
    const [running] = browsersOf(child.pid ?? 0);
    child.kill('SIGTERM');
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGTERM');
    expect(running).toBeDefined();
    expect(existsSync(running?.profile ?? '')).toBe(false);
    expect(isRunning(running?.pid ?? 0)).toBe(false);
  } finally {
    child.kill('SIGKILL');
  }
});
