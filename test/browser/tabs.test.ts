import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { answerAfter } from './support/page-server.ts';
import { timed, useSession } from './support/session.ts';

const session = useSession();

/** Clicks a link, or a button with a handler, and gives what came of it. */
async function click(html: string): Promise<{ readonly ms: number; readonly news: readonly string[] }> {
  await session.show(`<title>First</title>${html}`);
  session.actuator.takeNews();
  const ms = await timed(async () => {
    await session.actuator.perform({ name: 'agentClick', box: await session.box('#go'), clickType: 'left' });
    await session.actuator.settle();
  });
  return { ms, news: session.actuator.takeNews().map(({ text }) => text) };
}

const button = (handler: string): string => `<button id=go onclick="${handler}">go</button>`;

afterEach(async () => {
  const [, ...others] = session.browser.context.pages();
  await Promise.all(others.map((page) => page.close()));
});

describe('a new tab that never gets a document is not a page', () => {
  test.each([
    ['an attachment', { 'content-disposition': 'attachment; filename="a.csv"' }, 200],
    ['a PDF', { 'content-type': 'application/pdf' }, 200],
    ['nothing to show', {}, 204],
  ])('its address has %s', async (_name, headers, status) => {
    session.server.route('/given', (_request, response) => response.writeHead(status, headers).end());
    const { ms } = await click('<a id=go target=_blank href=/given>go</a>');
    expect(ms).toBeLessThan(2500);
    expect(await session.page.title()).toBe('First');
    expect((await session.actuator.observe()).simplifiedDOM).toContain('go');
    // The tab in use is as quick as before, though another one is in front of it.
    expect(await timed(() => session.actuator.settle())).toBeLessThan(1000);
  });

  test.each([
    ['it is blank', `window.open('')`],
    [
      'it becomes a download later',
      `const w = window.open(''); setTimeout(() => { w.location = '/late' }, 100)`,
    ],
    [
      'it is a file made by the page',
      `window.open(window.URL.createObjectURL(new Blob(['x'], { type: 'application/zip' })))`,
    ],
  ])('%s', async (_name, handler) => {
    session.server.route('/late', (_request, response) => {
      response.writeHead(200, { 'content-disposition': 'attachment' }).end('x');
    });
    await click(button(handler));
    expect(await session.page.title()).toBe('First');
  });
});

describe('a new tab with a document is in use', () => {
  test.each(['onmousedown', 'onclick'])(
    'the agent is told, and again when the tab closes %s',
    async (event) => {
      session.server.route(
        '/second',
        answerAfter(50, `<title>Second</title><button id=go ${event}="window.close()">close</button>`),
      );
      const { news } = await click('<a id=go target=_blank href=/second>go</a>');
      expect(await session.page.title()).toBe('Second');
      expect(news).toEqual([`A new tab was opened, and is shown now (${session.server.origin}/second).`]);
      const closed = session.page.waitForEvent('close');
      await session.actuator.perform({
        name: 'agentClick',
        box: await session.box('#go'),
        clickType: 'left',
      });
      await closed;
      expect(await session.page.title()).toBe('First');
      expect(session.actuator.takeNews().map(({ summary }) => summary)).toEqual([
        'The tab was closed, and another one is shown now.',
      ]);
    },
  );

  test.each([
    ['at once', `const d = window.open('').document; d.write('<form><input name=body></form>'); d.close()`],
    [
      'a little later',
      `const w = window.open(''); setTimeout(() => { w.document.body.textContent = 'Second' }, 50)`,
    ],
  ])('also a blank one that its opener writes to %s', async (_name, handler) => {
    await click(button(handler));
    while (session.page.url() !== 'about:blank') await sleep(5);
    expect((await session.actuator.observe()).simplifiedDOM).toMatch(/Second|input/);
  });

  test('also an error page, and a blank tab that the program opens', async () => {
    session.server.route('/broken', (request) => void request.socket.destroy());
    await click('<a id=go target=_blank href=/broken>go</a>');
    expect(session.page.url()).toMatch(/^chrome-error:/);
    const own = await session.browser.context.newPage();
    expect(session.page).toBe(own);
  });
});
