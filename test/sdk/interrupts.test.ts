import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { script, servePage, startService } from './scenario.ts';

const fixture = path.join(import.meta.dirname, 'fixtures', 'long-run.ts');

/** Starts a run in a process of its own, and signals it in the middle of an act. */
async function interrupt(signal: NodeJS.Signals, mode: string) {
  await using service = await startService(script([{ name: 'wait', input: [600] }]));
  await using page = await servePage('<h1>Shop</h1>');
  const child = spawn(process.execPath, ['--import', 'tsx', fixture, service.url, page.url, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  });
  const acting = new Promise<void>((resolve, reject) => {
    service.store.on('change', ({ kind }) => kind === 'step' && resolve());
    child.once('close', (code) => reject(new Error(`the workflow ended by itself with exit code ${code}`)));
  });
  await acting;
  const browsers = descendantsOf(child.pid ?? 0);
  const signaledAt = performance.now();
  child.kill(signal);
  const [, endedBy] = await once(child, 'close');
  return {
    endedBy,
    tookMs: performance.now() - signaledAt,
    runs: service.store.runs().map(({ status }) => status),
    acts: service.store.acts().map(({ status, error }) => [status, error?.type]),
    hadBrowser: browsers.length > 0,
    left: browsers.filter(isAlive),
  };
}

/** Ids of the processes that a process has started, and they in turn. */
function descendantsOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number): number[] =>
    pairs.flatMap(([id = 0, ppid]) => (ppid === parent ? [id, ...children(id)] : []));
  return children(pid);
}

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

describe('when the process is told to end in the middle of an act', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s: act and run are FAILED, the browser is gone, the signal ends the process',
    async (signal) => {
      expect(await interrupt(signal, 'plain')).toMatchObject({
        endedBy: signal,
        runs: ['FAILED'],
        acts: [['FAILED', 'ActCanceledError']],
        hadBrowser: true,
        left: [],
      });
    },
  );

  test('and the workflow does not care: it is ended all the same', async () => {
    const outcome = await interrupt('SIGINT', 'swallow');

    expect(outcome).toMatchObject({
      endedBy: 'SIGINT',
      runs: ['FAILED'],
      acts: [['FAILED', 'ActCanceledError']],
      left: [],
    });
    expect(outcome.tookMs).toBeLessThan(10_000);
  });
});
