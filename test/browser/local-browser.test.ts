import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findBrowser } from '../../lib/browser/find-browser.ts';
import {
  cdpBrowser,
  createActuator,
  type LocalBrowserOptions,
  localBrowser,
  type OpenBrowser,
} from '../../lib/browser/index.ts';
import { launchOptions } from '../../lib/browser/launch-options.ts';
import { browsersOf } from './support/processes.ts';

let temporary = '';
beforeEach(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'local-browser-'));
});
afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
});

const open = (options: LocalBrowserOptions = {}): Promise<OpenBrowser> =>
  localBrowser({ onNotice: () => {}, ...options }).open();

describe('a local browser', () => {
  test('is only a value until it is opened', () => {
    expect(localBrowser({ executablePath: '/nowhere' }).kind).toBe('local');
  });

  test('opens with one page of the default size, and leaves neither process nor profile when closed', async () => {
    const browser = await open();
    expect(browser.page().viewportSize()).toEqual({ width: 1600, height: 813 });
    const [running] = browsersOf(process.pid);
    expect(running).toBeDefined();
    await Promise.all([browser.close(), browser.close()]);
    await browser.close();
    expect(browsersOf(process.pid)).toEqual([]);
    expect(existsSync(running?.profile ?? '')).toBe(false);
    expect(() => browser.page()).toThrow('The browser is closed.');
  });

  test('is closed by the end of its scope', async () => {
    {
      await using browser = await open();
      await browser.page().goto('about:blank');
    }
    expect(browsersOf(process.pid)).toEqual([]);
  });

  test('keeps a profile folder that is given', async () => {
    const userDataDir = path.join(temporary, 'profile');
    const first = await open({ userDataDir });
    await first.context.addCookies([
      { name: 'a', value: '1', url: 'http://127.0.0.1/', expires: Date.now() / 1000 + 1000 },
    ]);
    await first.close();
    const second = await open({ userDataDir });
    expect(await second.context.cookies()).toHaveLength(1);
    await second.close();
    expect(browsersOf(process.pid)).toEqual([]);
  });

  test('calls itself as it is told', async () => {
    await using browser = await open({ userAgent: 'Tester/1' });
    expect(await browser.page().evaluate(() => navigator.userAgent)).toBe('Tester/1');
  });

  test('records a video of each tab, or says that Playwright lacks its ffmpeg', async () => {
    const dir = path.join(temporary, 'videos');
    const outcome = await open({ recordVideo: { dir } }).then(async (browser) => {
      await browser.close();
      return readdirSync(dir).join();
    }, String);
    expect(outcome).toMatch(/^[^,]+\.webm$|ffmpeg/);
  });
});

describe('when it goes wrong', () => {
  test('a browser that is killed is reported as such', async () => {
    const browser = await open();
    const actuator = createActuator({ browser, captureDom: false });
    await actuator.settle();
    const disconnected = new Promise((resolve) => browser.context.once('close', resolve));
    for (const { pid } of browsersOf(process.pid)) process.kill(pid, 'SIGKILL');
    await disconnected;
    await expect(actuator.observe()).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching('ended unexpectedly'),
    });
    await browser.close();
    expect(browsersOf(process.pid)).toEqual([]);
  });

  test('a page that crashes is reported as such', async () => {
    await using browser = await open();
    const actuator = createActuator({ browser, captureDom: false });
    await actuator.settle();
    await expect(actuator.goTo('chrome://crash')).rejects.toMatchObject({ name: 'ActuationError' });
    const crashed = browser.page().waitForEvent('crash');
    void browser
      .page()
      .goto('chrome://crash')
      .catch(() => {});
    await crashed;
    await expect(actuator.settle()).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching('crashed'),
    });
  });

  test('both are noticed at once, whatever is under way; a tab in the background may crash', async () => {
    await using browser = await open();
    const background = browser.page();
    await browser.context.newPage();
    const actuator = createActuator({ browser, captureDom: false });
    const crash = async (page: Page): Promise<void> => {
      const crashed = page.waitForEvent('crash');
      void page.goto('chrome://crash').catch(() => {});
      await crashed;
    };
    const waiting = actuator.perform({ name: 'wait', seconds: 600 });
    const refused = expect(waiting).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching(/^The page .* crashed/),
    });
    await crash(background);
    await expect(actuator.perform({ name: 'wait', seconds: 0.1 })).resolves.toBeNull();
    await crash(browser.page());
    await refused;

    await browser.context.newPage();
    using end = actuator.untilEnd();
    const ended = expect(actuator.perform({ name: 'wait', seconds: 600 })).rejects.toThrow(
      'ended unexpectedly',
    );
    for (const { pid } of browsersOf(process.pid)) process.kill(pid, 'SIGKILL');
    await ended;
    expect(end.signal.reason).toMatchObject({ name: 'ActuationError' });
  });

  test('a program that is no browser is reported with its path', async () => {
    await expect(open({ executablePath: '/bin/true' })).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching('/bin/true did not start'),
    });
  });

  test('opening stops with the signal and leaves nothing', async () => {
    await expect(
      localBrowser({ onNotice: () => {} }).open({ signal: AbortSignal.timeout(20) }),
    ).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    // The launch was under way; whoever aborts does not wait until it is undone.
    const deadline = Date.now() + 15_000;
    while (browsersOf(process.pid).length > 0 && Date.now() < deadline) await setImmediate();
    expect(browsersOf(process.pid)).toEqual([]);
  });
});

describe('how it is launched', () => {
  const decide = (
    options: LocalBrowserOptions,
    env: Record<string, string>,
    isRoot = false,
    headlessOnly = false,
  ) =>
    launchOptions({
      options,
      env,
      isRoot,
      platform: 'linux',
      found: { executablePath: '/chrome', source: 'system', headlessOnly },
    });

  test('without a window, unless one is wanted and possible', () => {
    const display = { DISPLAY: ':0' };
    expect(decide({}, display).headless).toBe(true);
    expect(decide({ headless: false }, display).headless).toBe(false);
    expect(decide({}, { ...display, NOVA_ACT_HEADLESS: '0' }).headless).toBe(false);
    expect(decide({}, { ...display, NOVA_ACT_HEADLESS: '1' }).headless).toBe(true);
    expect(decide({ headless: false }, {}).headless).toBe(true);
    expect(decide({ headless: false }, display, false, true).headless).toBe(true);
  });

  test('with its sandbox, unless this process is root', () => {
    expect(decide({}, {}).chromiumSandbox).toBe(true);
    expect(decide({}, {}, true).chromiumSandbox).toBe(false);
    expect(decide({}, { NOVA_ACT_BROWSER_ARGS: '--lang=de  --no-sandbox' }).chromiumSandbox).toBe(false);
    expect(decide({ args: ['--x'] }, { NOVA_ACT_BROWSER_ARGS: '--lang=de' }).args).toEqual(
      expect.arrayContaining(['--lang=de', '--x']),
    );
  });
});

describe('a browser that runs already', () => {
  test('is joined by its endpoint; closing leaves it and its tabs', async () => {
    const { executablePath } = findBrowser();
    const child = spawn(
      executablePath,
      [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--remote-debugging-port=0',
        '--force-device-scale-factor=2',
        `--user-data-dir=${path.join(temporary, 'profile')}`,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    try {
      let text = '';
      while (!/ws:\/\/\S+/.test(text)) text += String((await once(child.stderr, 'data'))[0]);
      const endpointUrl = /ws:\/\/\S+/.exec(text)?.[0] ?? '';
      const browser = await cdpBrowser({ endpointUrl }).open();
      const actuator = createActuator({ browser, captureDom: true });
      await browser.page().setContent('<h1>joined</h1><div style="height:3000px">');
      await browser.page().evaluate('scrollTo(0, 300)');
      await actuator.settle();
      const observation = await actuator.observe();
      expect(observation.simplifiedDOM).toContain('joined');
      const jpeg = Buffer.from(observation.screenshotBase64.split(',')[1] ?? '', 'base64');
      const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
      const { windowWidth, windowHeight } = observation.browserDimensions;
      expect([jpeg.readUInt16BE(frame + 7), jpeg.readUInt16BE(frame + 5)]).toEqual([
        windowWidth,
        windowHeight,
      ]);

      const other = await cdpBrowser({ endpointUrl }).open();
      expect(other.page()).not.toBe(browser.page());
      await other.page().setContent(`<a target=_blank href="about:blank#opened">go</a>`);
      const popup = other.page().waitForEvent('popup');
      await other.page().click('a');
      expect(other.owns?.(await popup)).toBe(true);
      const more = await other.context.newPage();
      expect(other.page()).toBe(more);
      expect(await browser.page().textContent('h1')).toBe('joined');
      await other.close();
      expect(await browser.page().textContent('h1')).toBe('joined');
      await browser.close();

      const again = await cdpBrowser({ endpointUrl, useExistingPage: true }).open();
      expect(again.context.pages()).toHaveLength(1);
      await again.close();
    } finally {
      for (const { pid } of browsersOf(child.pid ?? 0)) process.kill(pid, 'SIGKILL');
      child.kill('SIGKILL');
    }
  });

  test('that cannot be reached is reported, without what its URL may hide', async () => {
    const opening = cdpBrowser({ endpointUrl: 'http://127.0.0.1:9/?token=secret' }).open();
    await expect(opening).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching('No browser could be reached at http://127.0.0.1:9/:'),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringMatching('secret') });
  });
});
