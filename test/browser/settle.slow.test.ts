import type { ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { createActuator } from '../../lib/browser/index.ts';
import { answerAfter } from './support/page-server.ts';
import { timed, useSession } from './support/session.ts';

const session = useSession();
const { show, box } = session;

/** A page with a button `go`, and a paragraph `out` that is to say "done". */
const pageOf = (script: string, more = ''): string =>
  `<button id=go style="width:120px;height:40px">go</button><p id=out>waiting</p>${more}<script>
    const done = () => { out.textContent = 'done'; };
    const wait = ms => new Promise(then => setTimeout(then, ms));
    const workerOf = code => new Worker(URL.createObjectURL(new Blob([code])));
    ${script}
  </script>`;

async function clickAndSettle(selector = '#go'): Promise<number> {
  await session.actuator.perform({ name: 'agentClick', box: await box(selector), clickType: 'left' });
  session.actuator.takeNews();
  return timed(() => session.actuator.settle());
}

describe('what a click leads to is there after settling', () => {
  test.each<[string, string]>([
    [
      'timers given as text',
      `go.onclick = () => setTimeout("document.querySelector('#out').textContent = 'done'", 800);`,
    ],
    [
      'intervals that count',
      `go.onclick = () => { let n = 0; const timer = setInterval(() => { if (++n === 10) { clearInterval(timer); done(); } }, 100); };`,
    ],
    [
      'a worker that computes',
      `const worker = workerOf('onmessage = () => { const end = performance.now() + 900; while (performance.now() < end); postMessage(1); }');
       worker.onmessage = done; go.onclick = () => worker.postMessage(1);`,
    ],
    [
      'a worker that tells of its progress',
      `go.onclick = () => { const worker = workerOf('let n = 0; setInterval(() => postMessage(++n), 300)');
       worker.onmessage = ({ data }) => { if (data === 4) { worker.terminate(); done(); } }; };`,
    ],
    [
      'three questions to one address',
      `const ask = query => fetch('/graphql', { method: 'POST', body: query }).then(answer => answer.text());
       go.onclick = async () => { for (const query of 'abc') await ask(query); done(); };`,
    ],
    [
      'a job that is asked for until it is ready',
      `go.onclick = async () => { const end = Date.now() + 1500; do { await wait(300); await fetch('/soon'); } while (Date.now() < end); done(); };`,
    ],
    [
      'an animation frame by frame',
      `go.onclick = () => { const end = performance.now() + 900; const step = now => now < end ? requestAnimationFrame(step) : done(); requestAnimationFrame(step); };`,
    ],
    [
      'one animation after another',
      `go.onclick = async () => { for (const n of [1, 2]) await go.animate([{ opacity: 1 }, { opacity: 0.5 }], 500).finished; done(); };`,
    ],
    ['posted tasks', `go.onclick = () => scheduler.postTask(done, { delay: 900 });`],
    [
      'a loop that was there before',
      `let at; const loop = () => { if (performance.now() > at) { at = undefined; done(); } requestAnimationFrame(loop); }; loop();
       go.onclick = () => { at = performance.now() + 900; };`,
    ],
    [
      'a stream of answers that was open before',
      `new EventSource('/events').onmessage = () => { if (go.disabled) done(); };
       go.onclick = () => { go.disabled = true; fetch('/soon', { method: 'POST' }); };`,
    ],
    [
      'a page that says that it is at work, and nothing else',
      `let at; setInterval(() => { if (performance.now() > at) { at = undefined; done(); } }, 50);
       go.onclick = () => { out.textContent = 'Loading…'; at = performance.now() + 1400; };`,
    ],
    [
      'functions that the page replaced',
      `WeakMap.prototype.get = Set.prototype.forEach = () => { throw new Error('patched'); }; performance.now = () => 0; delete window.Proxy;
       const native = setTimeout; window.setTimeout = (...args) => native(...args); go.onclick = () => setTimeout(done, 700);`,
    ],
  ])('by %s', async (_name, script) => {
    session.server.route('/graphql', answerAfter(500, 'answer'));
    session.server.route('/soon', answerAfter(20, 'answer'));
    session.server.route('/events', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const timer = setInterval(() => response.write('data: news\n\n'), 1_100);
      response.on('close', () => clearInterval(timer));
    });
    const page = await show(pageOf(script));
    await clickAndSettle();
    expect(await page.textContent('#out')).toBe('done');
  });

  test('in a frame of another origin', async () => {
    session.server.route('/inner', pageOf(`document.body.onclick = () => setTimeout(done, 900);`));
    const { otherOrigin } = session.server;
    const page = await show(`<iframe id=frame width=300 height=200 src="${otherOrigin}/inner"></iframe>`);
    await clickAndSettle('#frame');
    expect(await page.frameLocator('#frame').locator('#out').textContent()).toBe('done');
  });

  test('in a tab that is opened without an address, and gets one later', async () => {
    session.server.route('/popup', '<title>Popup</title>');
    session.server.route('/soon', answerAfter(100, 'answer'));
    await show(
      pageOf(
        `go.onclick = async () => { const tab = window.open(''); await wait(300); await fetch('/soon'); tab.location = '/popup'; };`,
      ),
    );
    await clickAndSettle();
    expect(await session.page.title()).toBe('Popup');
    await session.page.close();
  });
});

describe('what takes longer than settling may', () => {
  test('is told to the agent, without what an address may hold of secrets', async () => {
    session.server.route('/slow', answerAfter(5_000, 'late'));
    await show(pageOf(`go.onclick = () => fetch('/slow?token=secret').then(done);`));
    expect(await clickAndSettle()).toBeLessThan(5_000);
    expect(session.actuator.takeNews()).toEqual([
      {
        kind: 'busy',
        text: expect.stringMatching(
          /^The page may still be loading: it waits for GET 127\.0\.0\.1:\d+\/slow\.$/,
        ),
        summary: expect.not.stringContaining('/slow'),
      },
    ]);
  });
});

describe('what never ends is bounded', () => {
  test('HTML: what is there is used, and the agent is told', async () => {
    const open: ServerResponse[] = [];
    session.server.route('/endless', (_request, response) => {
      open.push(response.writeHead(200, { 'content-type': 'text/html' }));
      response.write('<!doctype html><title>Log</title><h1>Log</h1>');
      const timer = setInterval(() => response.write('<p>line</p>'), 200);
      response.on('close', () => clearInterval(timer));
    });
    const tookMs = await timed(async () => {
      await session.actuator.goTo(`${session.server.origin}/endless`);
      await session.actuator.settle();
    });
    expect(tookMs).toBeLessThan(6_000);
    expect((await session.actuator.observe()).simplifiedDOM).toContain('Log');
    expect(session.actuator.takeNews()).toEqual([expect.objectContaining({ kind: 'busy' })]);
    for (const response of open) response.end();
  });

  test('a page that loads itself again and again', async () => {
    await session.actuator.goTo(session.server.page(pageOf('setTimeout(() => location.reload(), 300);')));
    expect(await timed(() => session.actuator.settle())).toBeLessThan(4_000);
  });

  test('a page whose scripts are forbidden', async () => {
    await show('<h1>Sandboxed</h1><button id=go>go</button>', { 'content-security-policy': 'sandbox' });
    expect(await clickAndSettle()).toBeLessThan(1_000);
  });
});

describe('observationDelayMs', () => {
  test('is waited before a look that follows an action, and before no other', async () => {
    const actuator = createActuator({ browser: session.browser, captureDom: false, observationDelayMs: 800 });
    await show(pageOf(''));
    await actuator.perform({ name: 'agentHover', box: await box('#go') });
    expect(await timed(() => actuator.observe())).toBeGreaterThan(800);
    expect(await timed(() => actuator.observe())).toBeLessThan(800);
  });
});
