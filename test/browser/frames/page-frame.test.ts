import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Frame } from 'playwright-core';
import { locate } from '../../../lib/browser/actions/locate.ts';
import { PageFrame } from '../../../lib/browser/frames/page-frame.ts';
import { runInFrame } from '../../../lib/browser/page-script.ts';
import { useSession } from '../support/session.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'frames-'));
const file = path.join(folder, 'cv.txt');
writeFileSync(file, 'my life');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Each site in a process of its own, as browsers with a window have it.
const session = useSession({ allowedFileUploadPaths: [file] }, { args: ['--site-per-process'] });

/** Counts how often it was called in this document. */
function countCalls(): number {
  const key = Symbol.for('test.calls');
  const calls = Number(Reflect.get(globalThis, key) ?? 0) + 1;
  Reflect.set(globalThis, key, calls);
  return calls;
}

describe('the world of our own', () => {
  test('keeps what scripts leave in it as long as the document lives, and shares nothing with the page', async () => {
    const page = await session.show('<script>JSON = undefined; Array.prototype.map = undefined</script>one');
    expect(await runInFrame(page.mainFrame(), countCalls, undefined)).toBe(1);
    expect(await runInFrame(page.mainFrame(), countCalls, undefined)).toBe(2);
    expect(await runInFrame(page.mainFrame(), () => typeof [].map, undefined)).toBe('function');
    expect(await page.evaluate(`typeof window[Symbol.for('test.calls')]`)).toBe('undefined');
    await session.show('two');
    expect(await runInFrame(page.mainFrame(), countCalls, undefined)).toBe(1);
    // Another site, and so another process.
    await session.actuator.goTo(session.server.page('three').replace('127.0.0.1', 'localhost'));
    expect(await runInFrame(page.mainFrame(), countCalls, undefined)).toBe(1);
  });

  test('passes on what a script throws, and what it gives', async () => {
    const page = await session.show('one');
    const fail = (text: string): never => {
      throw new RangeError(text);
    };
    await expect(runInFrame(page.mainFrame(), fail, 'too far')).rejects.toThrow(/RangeError: too far/);
    expect(await runInFrame(page.mainFrame(), () => undefined, undefined)).toBeNull();
    expect(await runInFrame(page.mainFrame(), async (given) => given, { a: ['ä'] })).toEqual({ a: ['ä'] });
  });
});

describe('frames inside frames, of other sites', () => {
  const FORM = `<body style="margin:0"><style>button,input{display:block;width:200px;height:40px;margin:0}</style>
    <button onclick="this.textContent = 'clicked'">go</button><input id=text><input id=file type=file>`;

  async function open(): Promise<Frame> {
    const { server } = session;
    const framed = (url: string, style: string): string =>
      `<body style="margin:0"><iframe src="${url}" style="width:400px;height:300px;${style}"></iframe>`;
    server.route('/form', FORM);
    server.route('/middle', framed(`${server.origin}/form`, 'border:5px solid'));
    server.route('/inner', framed('/middle', 'border:0;padding:10px'));
    const page = await session.show(framed(`${server.otherOrigin}/inner`, 'border:5px solid'));
    await page.waitForLoadState('load');
    const form = page.frames().find((frame) => frame.url().endsWith('/form'));
    if (form === undefined) throw new Error('The frames are not there.');
    await shown(form);
    return form;
  }
  /** Until a frame of another process has been drawn, clicks do not get there. */
  async function shown(form: Frame): Promise<void> {
    await form.waitForSelector('button');
    await form.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }
  const box = (y: number): string => `<box>${20 + y},20,${60 + y},220</box>`;
  const click = (): Promise<unknown> =>
    session.actuator.perform({ name: 'agentClick', box: box(0), clickType: 'left' });
  const type = (y: number, value: string): Promise<unknown> =>
    session.actuator.perform({ name: 'agentType', box: box(y), value, pressEnter: false });

  test('are clicked, typed into and given files', async () => {
    const form = await open();
    const { chain, point } = await locate(session.page, { x: 30, y: 30 });
    expect(chain).toHaveLength(4);
    expect(point).toEqual({ x: 10, y: 10 });
    await click();
    await type(40, 'hello');
    await type(80, file);
    expect(
      await form.evaluate(
        `[document.querySelector('button').textContent, text.value, document.querySelector('#file').files[0].name]`,
      ),
    ).toEqual(['clicked', 'hello', 'cv.txt']);
  });

  test('are found again when they have gone to another site, and so to another process', async () => {
    const form = await open();
    const here = async (): Promise<string> =>
      runInFrame((await locate(session.page, { x: 30, y: 30 })).frame, () => location.href, undefined);
    expect(await here()).toBe(`${session.server.origin}/form`);
    for (const origin of [session.server.otherOrigin, session.server.origin]) {
      const url = `${origin}/form?again`;
      // Later: a frame that changes its process takes what waits for an answer from it along.
      await form.evaluate((there) => {
        setTimeout(() => {
          location.href = there;
        });
      }, url);
      await form.waitForURL(url);
      await shown(form);
      expect(await here()).toBe(url);
    }
  });

  test('are only taken as locate finds them', async () => {
    const form = await open();
    await expect(runInFrame(form, () => 1, undefined)).rejects.toThrow(/locate/);
    expect(PageFrame.main(session.page)).toBe(PageFrame.main(session.page));
  });
});
