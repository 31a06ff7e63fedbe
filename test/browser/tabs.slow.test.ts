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

describe('a tab that closes under what is done leaves that to the one before', () => {
  test.each([10, 30, 60])('after %s ms', async (ms) => {
    session.server.route('/short', answerAfter(0, '<title>Short</title>short'));
    await click(button(`const w = window.open('/short'); setTimeout(() => w.close(), ${ms})`));
    expect((await session.actuator.observe()).activeURL).toContain(session.server.origin);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['observing', () => session.actuator.observe()],
    ['opening a page', () => session.actuator.goTo(`${session.server.origin}/other`)],
  ])('%s', async (_name, work) => {
    session.server.route('/large', answerAfter(0, `<title>Large</title>${'<p>x <b>y</b></p>'.repeat(4000)}`));
    session.server.route('/other', answerAfter(50, '<title>Other</title>'));
    await click(button(`window.w = window.open('/large')`));
    const [first] = session.browser.context.pages();
    const working = work();
    await sleep(20);
    await first?.evaluate('w.close()');
    await working;
    expect(session.page).toBe(first);
  });
});

test('a page that loads itself anew without end is observed', async () => {
  await session.show(`<script>setTimeout(() => location.reload(), 150)</script>${'<p>x</p>'.repeat(1000)}`);
  for (let looks = 1; looks <= 3; looks += 1) await session.actuator.observe();
  await session.show('<p>still');
}, 30_000);
