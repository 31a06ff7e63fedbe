import { describe, expect, test } from '@jest/globals';
import { answerAfter } from './support/page-server.ts';
import { timed, useSession } from './support/session.ts';

const session = useSession();
const { show, box } = session;

async function clickAndSettle(selector: string): Promise<number> {
  await session.actuator.perform({ name: 'agentClick', box: await box(selector), clickType: 'left' });
  return timed(() => session.actuator.settle());
}

/** Names the handler of the button `#go`. */
const withButton = (script: string, more = ''): string =>
  `<button id=go>go</button><p id=out>empty</p>${more}<script>
    const out = document.querySelector('#out');
    document.querySelector('#go').onclick = () => { ${script} };
  </script>`;

describe('when nothing is under way', () => {
  test('settling costs little', async () => {
    await show('<h1>Static</h1>');
    await session.actuator.settle();
    expect(await timed(() => session.actuator.settle())).toBeLessThan(200);
  });
});

describe('when a click fills the page after 1.5 s', () => {
  test('by a request, the page is filled after settling', async () => {
    session.server.route('/slow', answerAfter(1500, 'filled'));
    const page = await show(
      withButton(`fetch('/slow').then(r => r.text()).then(t => { out.textContent = t; })`),
    );
    await clickAndSettle('#go');
    expect(await page.textContent('#out')).toBe('filled');
  });

  test('by a timer, the page is filled after settling', async () => {
    const page = await show(withButton(`setTimeout(() => { out.textContent = 'filled'; }, 1500)`));
    await clickAndSettle('#go');
    expect(await page.textContent('#out')).toBe('filled');
  });

  test('by a request and then a timer, the page is filled after settling', async () => {
    session.server.route('/half', answerAfter(450, 'filled'));
    const page = await show(
      withButton(
        `fetch('/half').then(r => r.text()).then(t => setTimeout(() => { out.textContent = t; }, 450))`,
      ),
    );
    await clickAndSettle('#go');
    expect(await page.textContent('#out')).toBe('filled');
  });

  test('every time, since what an action causes is not repetition', async () => {
    const page = await show(
      withButton(`let n = 0; const add = () => { out.textContent += '+'; }; (async () => {
        await new Promise(r => setTimeout(r, 150)); setTimeout(add, 150); })()`),
    );
    for (const expected of ['empty+', 'empty++', 'empty+++']) {
      await clickAndSettle('#go');
      expect(await page.textContent('#out')).toBe(expected);
    }
  });

  test('in a frame of the same origin, the frame is filled after settling', async () => {
    session.server.route(
      '/inner',
      `<p id=inner>empty</p><script>
      addEventListener('message', () => setTimeout(() => { document.querySelector('p').textContent = 'filled'; }, 600));
    </script>`,
    );
    const page = await show(withButton(`frames[0].postMessage('go', '*')`, '<iframe src="/inner"></iframe>'));
    await clickAndSettle('#go');
    expect(await page.frameLocator('iframe').locator('#inner').textContent()).toBe('filled');
  });
});

describe('when a debounced search waits for the typing to end', () => {
  test('its result is there after settling', async () => {
    const page = await show(`<input id=q><p id=out></p><script>
      let timer; q.oninput = () => { clearTimeout(timer); timer = setTimeout(() => { out.textContent = q.value; }, 400); };
    </script>`);
    await session.actuator.perform({
      name: 'agentType',
      value: 'shoes',
      box: await box('#q'),
      pressEnter: false,
    });
    await session.actuator.settle();
    expect(await page.textContent('#out')).toBe('shoes');
  });
});

describe('when the page never stops', () => {
  test('polling by timers and requests holds it up for about a second at most, and later not at all', async () => {
    session.server.route('/poll', answerAfter(20, '{}'));
    await session.actuator.goTo(
      session.server.page(`<p id=out>news</p><script>
        const poll = () => fetch('/poll').then(() => setTimeout(poll, 300)); poll();
      </script>`),
    );
    expect(await timed(() => session.actuator.settle())).toBeLessThan(1600);
    await session.actuator.perform({ name: 'agentHover', box: '100,100,200,200' });
    expect(await timed(() => session.actuator.settle())).toBeLessThan(400);
  });

  test('polling that has begun is no answer to a click that nothing comes of', async () => {
    session.server.route('/poll', answerAfter(20, '{}'));
    await session.actuator.goTo(
      session.server.page(`<button id=x>x</button><script>
        document.addEventListener('click', () => {});
        setInterval(() => fetch('/poll').then((answer) => answer.text()), 1000);
      </script>`),
    );
    await session.actuator.settle();
    const box = await session.box('#x');
    await session.actuator.perform({ name: 'agentClick', box, clickType: 'left' });
    expect(await timed(() => session.actuator.settle())).toBeLessThan(2_400);
  });

  test('an animation by script or by style holds it up for about a second at most', async () => {
    await session.actuator.goTo(
      session.server.page(`<style>@keyframes spin { to { rotate: 360deg } } #a { animation: spin 1s infinite }</style>
        <p id=a>a</p><p id=b>b</p><p id=c>0</p><script>
        const move = t => { b.style.left = t + 'px'; requestAnimationFrame(move); }; requestAnimationFrame(move);
        setInterval(() => { c.textContent++; }, 50);
        const tick = () => setTimeout(tick, 16); tick();
      </script>`),
    );
    expect(await timed(() => session.actuator.settle())).toBeLessThan(1900);
    await session.actuator.perform({ name: 'agentHover', box: '100,100,200,200' });
    expect(await timed(() => session.actuator.settle())).toBeLessThan(1300);
  });

  test('a request that stays open holds it up once, within the limit', async () => {
    session.server.route('/hang', () => {});
    await session.actuator.goTo(session.server.page(`<p>x</p><script>fetch('/hang')</script>`));
    expect(await timed(() => session.actuator.settle())).toBeLessThan(3300);
    await session.actuator.perform({ name: 'agentHover', box: '100,100,200,200' });
    expect(await timed(() => session.actuator.settle())).toBeLessThan(400);
  });
});

describe('when a click navigates', () => {
  test('the new document is there after settling, even from a slow server', async () => {
    session.server.route('/next', answerAfter(900, '<title>Next</title><h1>Next</h1>'));
    const page = await show('<a id=go href="/next">next</a>');
    await clickAndSettle('#go');
    expect(await page.title()).toBe('Next');
  });

  test('by a script after a pause, the new document is there after settling', async () => {
    session.server.route('/later', answerAfter(200, '<title>Later</title>'));
    const page = await show(withButton(`setTimeout(() => { location.href = '/later'; }, 400)`));
    await clickAndSettle('#go');
    expect(await page.title()).toBe('Later');
  });

  test('into a new tab, the new tab becomes the target', async () => {
    session.server.route('/tab', answerAfter(500, '<title>Tab</title><h1>Tab</h1>'));
    const first = await show('<a id=go target=_blank href="/tab">tab</a>');
    await clickAndSettle('#go');
    expect(session.page).not.toBe(first);
    expect(await session.page.title()).toBe('Tab');
    await session.page.close();
    await session.actuator.settle();
    expect(session.page).toBe(first);
  });

  test('by window.open, the new tab becomes the target', async () => {
    session.server.route('/popup', answerAfter(300, '<title>Popup</title>'));
    await show(withButton(`window.open('/popup', 'w', 'width=300,height=300')`));
    await clickAndSettle('#go');
    expect(await session.page.title()).toBe('Popup');
    await session.page.close();
  });

  test('a download does not hold it up', async () => {
    session.server.route('/file', (_request, response) => {
      response.writeHead(200, { 'content-disposition': 'attachment; filename=a.txt' }).end('text');
    });
    await show('<a id=go href="/file">file</a>');
    expect(await clickAndSettle('#go')).toBeLessThan(2500);
  });
});

describe('when a dialog opens', () => {
  test('it does not block: alerts are accepted, questions are declined', async () => {
    const page = await show(
      withButton(`alert('hello'); out.textContent = String(confirm('sure?')) + prompt('name?')`),
    );
    await clickAndSettle('#go');
    expect(await page.textContent('#out')).toBe('falsenull');
  });
});

describe('when the signal is aborted', () => {
  test('settling stops promptly with its reason', async () => {
    await show(withButton(`setTimeout(() => {}, 2000)`));
    await session.actuator.perform({ name: 'agentClick', box: await box('#go'), clickType: 'left' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stop')), 100);
    const start = performance.now();
    await expect(session.actuator.settle({ signal: controller.signal })).rejects.toThrow('stop');
    expect(performance.now() - start).toBeLessThan(400);
  });
});

describe('when the page forbids evaluated code', () => {
  test('it is settled and observed all the same', async () => {
    await show('<title>Strict</title><h1>Strict</h1>', {
      'content-security-policy': "default-src 'none'; script-src 'none'; require-trusted-types-for 'script'",
    });
    const observation = await session.actuator.observe();
    expect(observation.simplifiedDOM).toContain('Strict');
  });
});
