import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LocalBrowserOptions, openLocal } from '../../lib/browser/local-browser.ts';
import type { OpenBrowser } from '../../lib/browser/types.ts';
import { browsersOf, descendantsOf, stillRunning } from './support/processes.ts';

const LIMITS = { gentleMs: 200, killMs: 2_000 };

let temporary = '';
let notices: string[] = [];
beforeEach(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'browser-processes-'));
  notices = [];
});
afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
  // The sandbox is none of these tests.
  expect(notices.filter((notice) => !notice.includes('sandbox'))).toEqual([]);
});

const open = (options: LocalBrowserOptions = {}, signal?: AbortSignal): Promise<OpenBrowser> =>
  openLocal({ onNotice: (notice) => notices.push(notice), ...options }, { closeLimits: LIMITS, signal });

/** Processes of the browser that are to hang: as debuggers, memory limits and dying disks make them. */
function stop(which: 'all' | 'renderer'): readonly number[] {
  const all = descendantsOf(process.pid).filter(({ command }) => /chrom/i.test(command));
  const stopped = all.filter(({ command }) => which === 'all' || command.includes('--type=renderer'));
  for (const { pid } of stopped) process.kill(pid, 'SIGSTOP');
  expect(stopped).not.toHaveLength(0);
  return all.map(({ pid }) => pid);
}

describe('when a browser does not close', () => {
  test.each([
    ['it hangs with all its processes', 'all'],
    ['the process of its page hangs', 'renderer'],
  ] as const)('because %s, all processes and the profile are removed', async (_, which) => {
    const browser = await open();
    await browser.page().goto('data:text/html,<h1>here</h1>');
    const [running] = browsersOf(process.pid);
    const pids = stop(which);
    await browser.close();
    expect(stillRunning(pids)).toEqual([]);
    expect(existsSync(running?.profile ?? temporary)).toBe(false);
  });

  test('and works in a profile of the user, the profile stays', async () => {
    const userDataDir = path.join(temporary, 'profile');
    const browser = await open({ userDataDir });
    const pids = stop('all');
    await browser.close();
    expect(stillRunning(pids)).toEqual([]);
    expect(readdirSync(userDataDir)).not.toHaveLength(0);
  });

  test('because its main process was killed, what it left behind is ended', async () => {
    const browser = await open();
    const pids = stop('all');
    for (const { pid } of browsersOf(process.pid)) process.kill(pid, 'SIGKILL');
    await browser.close();
    expect(stillRunning(pids)).toEqual([]);
  });
});

describe('when a browser hangs while it starts', () => {
  const stopSoon = async (): Promise<readonly number[]> => {
    while (browsersOf(process.pid).length === 0) await sleep(5);
    return stop('all');
  };

  test('opening ends in time and says so', async () => {
    const opening = open({ launchTimeoutMs: 600 });
    const refused = expect(opening).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching(/did not start: it was not ready within 600 ms\.$/),
    });
    const pids = await stopSoon();
    await refused;
    expect(stillRunning(pids)).toEqual([]);
  });

  test('and the opening is aborted, nothing is left a little later', async () => {
    const aborter = new AbortController();
    const opening = open({}, aborter.signal);
    const refused = expect(opening).rejects.toThrow('enough');
    const pids = await stopSoon();
    aborter.abort(new Error('enough'));
    await refused;
    while (stillRunning(pids).length > 0) await sleep(20);
  });
});
