import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { OpenBrowser } from '../../lib/browser/index.ts';
import { type ReadyBrowser, startBrowser } from '../../lib/runtime/ready-browser.ts';
import { browsersOf } from '../browser/support/processes.ts';

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(toClose.splice(0).map((item) => item.close()));
});

function start(environment: Record<string, string> = {}): ReadyBrowser {
  const ready = startBrowser({ environment, onNotice: () => undefined });
  toClose.push(ready);
  return ready;
}

async function open(ready: ReadyBrowser, signal?: AbortSignal): Promise<OpenBrowser> {
  const opened = await ready.browser.open(signal === undefined ? {} : { signal });
  toClose.push(opened);
  return opened;
}

describe('when a browser was started early', () => {
  test('the first session gets it, and the next one a browser of its own', async () => {
    const ready = start();
    const [one, two] = await Promise.all([open(ready), open(ready)]);
    expect(one.context.browser()).not.toBe(two.context.browser());
    await one.context.addCookies([{ name: 'a', value: '1', url: 'http://127.0.0.1' }]);
    expect(await two.context.cookies()).toEqual([]);
  });

  test('and nobody takes it, it is closed with the host', async () => {
    const ready = start();
    await ready.close();
    const later = await open(ready);
    expect(later.context.browser()?.isConnected()).toBe(true);
  });

  test('and it ends while it waits, a session gets another one', async () => {
    const ready = start();
    while (browsersOf(process.pid).length === 0) await sleep(20);
    for (const { pid } of browsersOf(process.pid)) process.kill(pid, 'SIGKILL');
    expect((await open(ready)).page().isClosed()).toBe(false);
  });

  test('a session that is aborted while it starts leaves nothing', async () => {
    const ready = start();
    const abort = new AbortController();
    const opening = open(ready, abort.signal);
    abort.abort(new Error('enough'));
    await expect(opening).rejects.toThrow('enough');
  });
});
