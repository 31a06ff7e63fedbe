import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { SAME_KEY_PRESS_MS } from '../../lib/core/signals.ts';

const signalsModule = JSON.stringify(path.resolve(import.meta.dirname, '../../lib/core/signals.ts'));

/** A program that says `ready`, gets signals, and tells what it printed and how it ended. */
async function signaled(code: string, signals: readonly [NodeJS.Signals, ...NodeJS.Signals[]]) {
  const script = `import { closeOnSignals } from ${signalsModule};
    setInterval(() => {}, 1000);
    ${code}
    console.log('ready');`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const closed = once(child, 'close');
  const limit = setTimeout(() => child.kill('SIGKILL'), 12_000);
  await once(child.stdout, 'data');
  const startedMs = performance.now();
  for (const [index, signal] of signals.entries()) {
    if (index > 0) await sleep(SAME_KEY_PRESS_MS + 100);
    child.kill(signal);
  }
  const [exitCode, endedBy] = await closed;
  clearTimeout(limit);
  return { output, exitCode, endedBy, tookMs: performance.now() - startedMs };
}

describe('when a signal ends a program', () => {
  test('a close that hangs is left at a second one, after what can be done without waiting', async () => {
    const ended = await signaled(
      `closeOnSignals(() => new Promise(() => {}), () => console.log('closed now'));`,
      ['SIGINT', 'SIGTERM'],
    );
    expect(ended).toMatchObject({ endedBy: 'SIGTERM', output: expect.stringContaining('closed now') });
    expect(ended.tookMs).toBeLessThan(4 * SAME_KEY_PRESS_MS);
  });

  test('a close that fails is said, and keeps nothing else from closing', async () => {
    const ended = await signaled(
      `closeOnSignals(async () => { throw new Error('no way'); });
       closeOnSignals(async () => console.log('the other one is closed'));`,
      ['SIGTERM'],
    );
    expect(ended.endedBy).toBe('SIGTERM');
    expect(ended.output).toMatch('the other one is closed');
    expect(ended.output).toMatch(/NovaActWarning: After SIGTERM, something could not be ended: no way/);
  });
});
