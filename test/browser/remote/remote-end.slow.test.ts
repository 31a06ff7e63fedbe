import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { CDPSession } from 'playwright-core';
import { useSession } from '../support/session.ts';
import { remotePerson } from './remote-person.ts';

const session = useSession();
const open: Disposable[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each[Symbol.dispose]();
});
const person = () => remotePerson(session, open);
const soon = async (is: () => Promise<boolean>): Promise<void> => {
  for (let i = 0; i < 150 && !(await is()); i += 1) await sleep(20);
  expect(await is()).toBe(true);
};

/** It does nothing else for so long after the first letter. */
const busyPage = (busyMs: number): string => `<title>Busy</title>
  <form onsubmit="event.preventDefault();sent.textContent=a.value"><input id=a></form><p id=sent></p><script>
  let wasBusy = false;
  a.addEventListener('input', () => {
    if (wasBusy) return;
    wasBusy = true;
    for (const end = Date.now() + ${busyMs}; Date.now() < end;);
  });</script>`;

describe('what a person has done before the end', () => {
  test.each([4_000, 7_000])('is done by a page that is busy for %i ms', async (busyMs) => {
    const page = await session.show(busyPage(busyMs));
    const { view, click, write, key } = await person();
    await click('#a');
    write('hello');
    key('Enter', 'Enter');
    await sleep(100);
    expect(await view.finish({ since: Date.now(), limitMs: 10_000 })).toBe(true);
    view[Symbol.dispose]();
    await soon(async () => (await page.locator('#sent').textContent()) === 'hello');
  });

  test('is told not to be done by a page that does not answer in time', async () => {
    await session.show(busyPage(3_000));
    const { view, click, write } = await person();
    await click('#a');
    write('hello');
    await sleep(100);
    expect(await view.finish({ since: Date.now(), limitMs: 500 })).toBe(false);
  });

  test('is told not to be done when it was dropped, and the person can hardly have read that', async () => {
    await session.show(busyPage(6_000));
    const { view, click, write, refusals, until } = await person();
    await click('#a');
    write('hello');
    const saidAtMs = Date.now() + 4_900;
    await sleep(4_000);
    await until(() => refusals().length > 0, 'a message');
    expect(refusals()).toEqual(['The page does not answer. What you did meanwhile was not taken.']);
    expect(await view.finish({ since: saidAtMs, limitMs: 10_000 })).toBe(false);
    // Who says much later that it is done has read it.
    expect(await view.finish({ since: saidAtMs + 10_000, limitMs: 10_000 })).toBe(true);
  });

  test('is done, when it closes its tab', async () => {
    const popup = session.server.page(
      '<title>Popup</title><button id=b onclick="window.close()">Sign in</button>',
    );
    await session.show(`<title>First</title><button id=a onclick="window.open('${popup}')">Open</button>`);
    const { view, click, tabs, until, refusals } = await person();
    await click('#a');
    await until(() => tabs().length === 2 && tabs().at(-1)?.title === 'Popup', 'the popup');
    await click('#b');
    await until(() => tabs().length === 1, 'its end');
    expect(await view.finish({ since: Date.now(), limitMs: 10_000 })).toBe(true);
    expect(refusals()).toEqual([]);
  });
});

const KEYS = `<title>Keys</title><input id=a autofocus><script>
  window.heard = []; for (const type of ['keydown', 'keyup', 'mouseup'])
    addEventListener(type, (e) => heard.push([e.type, e.code ?? e.button, e.repeat].join(' ')));</script>`;
const heard = (): Promise<string[]> => session.page.evaluate(() => Reflect.get(window, 'heard'));
const down = (key: string, code: string) =>
  ({ type: 'key', event: 'down', key, code, modifiers: 0 }) as const;

describe('keys', () => {
  test('that are held when the person goes come up', async () => {
    await session.show(KEYS);
    const { view, click, take } = await person();
    await click('#a');
    take(down('Shift', 'ShiftLeft'));
    take(down('w', 'KeyW'));
    await soon(async () => (await heard()).includes('keydown KeyW false'));
    view[Symbol.dispose]();
    await soon(async () => (await heard()).includes('keyup ShiftLeft false'));
    expect(await heard()).toContain('keyup KeyW false');
  });

  test('that come down while they are held are repeated, until they come up', async () => {
    await session.show(KEYS);
    const { click, take, key } = await person();
    await click('#a');
    for (let i = 0; i < 3; i += 1) take(down('w', 'KeyW'));
    take({ ...down('w', 'KeyW'), event: 'up' });
    key('w', 'KeyW');
    await soon(async () => (await heard()).filter((each) => each.startsWith('keyup')).length === 2);
    expect((await heard()).filter((each) => each.startsWith('key'))).toEqual([
      ...['keydown KeyW false', 'keydown KeyW true', 'keydown KeyW true', 'keyup KeyW false'],
      ...['keydown KeyW false', 'keyup KeyW false'],
    ]);
    expect(await session.page.inputValue('#a')).toBe('wwww');
  });
});

describe('lists', () => {
  test('of which the choices stand on the page are not told', async () => {
    const page = await session.show(
      '<title>List</title><select id=s size=5 style="width:200px"><option>A<option>B<option>C<option>D<option>E</select>',
    );
    const { click, refusals } = await person();
    await click('#s');
    await soon(() => page.evaluate(() => document.querySelector('select')?.value === 'C'));
    await sleep(1_200);
    expect(refusals()).toEqual([]);
  });

  test('of the page that a click leads to are not told', async () => {
    const next = session.server.page(
      '<title>Next</title><select id=s style="position:fixed;inset:0;width:100%;height:100%"><option>A</select>',
    );
    await session.show(`<title>First</title><a id=a href="${next}">on</a>`);
    const { click, refusals, until, tabs } = await person();
    await click('#a');
    await until(() => tabs()[0]?.title === 'Next', 'the next page');
    await sleep(1_200);
    expect(refusals()).toEqual([]);
  });
});

describe('dialogs', () => {
  test('of a tab that is not shown are told', async () => {
    const popup = session.server.page('<title>Popup</title>');
    const first = await session.show(
      `<title>First</title><button id=a onclick="window.open('${popup}')">Open</button>`,
    );
    const { click, refusals, until, tabs } = await person();
    await click('#a');
    await until(() => tabs().length === 2 && tabs().at(-1)?.isShown, 'the popup');
    await first.evaluate(() => confirm('Behind?'));
    await until(() => refusals().length > 0, 'a message');
    expect(refusals()).toEqual([
      'A tab that is not shown said "Behind?". Nobody can be shown that here: it was dismissed.',
    ]);
    await session.page.close();
  });

  test('of a tab that opens are told', async () => {
    const popup = session.server.page("<title>Popup</title><script>alert('Welcome')</script>");
    await session.show(`<title>First</title><button id=a onclick="window.open('${popup}')">Open</button>`);
    const { click, refusals, until, tabs } = await person();
    await click('#a');
    await until(() => tabs().length === 2, 'the popup');
    await until(() => refusals().length > 0, 'a message');
    expect(refusals()).toEqual([
      expect.stringMatching(/said "Welcome"\. Nobody can be shown that here: it was accepted\.$/),
    ]);
    await session.page.close();
  });
});

test('that no tab is open any more is told at once, and each time that something is done', async () => {
  const page = await session.show('<title>Last</title><button id=a>Close</button>');
  const { view, click, write, refusals, until } = await person();
  await click('#a');
  await page.close();
  await until(() => refusals().length > 0, 'a message');
  write('x');
  await sleep(100);
  expect(new Set(refusals())).toEqual(
    new Set(['No tab is open any more. Without one, nothing can be done here, nor given back as done.']),
  );
  expect(await view.finish({ since: Date.now(), limitMs: 1_000 })).toBe(false);
  await session.browser.context.newPage();
});

test('twenty people, one after another, leave nothing behind', async () => {
  const page = await session.show('<title>Many</title><input id=a>');
  const context = page.context();
  const made: CDPSession[] = [];
  const newSession = context.newCDPSession.bind(context);
  context.newCDPSession = async (target) => {
    const one = await newSession(target);
    made.push(one);
    return one;
  };
  const counts = (): number[] =>
    [context, page].flatMap((emitter) => {
      const { eventNames, listenerCount } = emitter as unknown as NodeJS.EventEmitter;
      return eventNames.call(emitter).map((name) => listenerCount.call(emitter, name));
    });
  const before = counts();
  try {
    for (let i = 0; i < 20; i += 1) {
      const { view, click, write, picture } = await person();
      await picture();
      await click('#a');
      write('x');
      await view.finish({ since: Date.now(), limitMs: 10_000 });
      for (const each of open.splice(0)) each[Symbol.dispose]();
    }
  } finally {
    context.newCDPSession = newSession;
  }
  expect(await page.inputValue('#a')).toBe('x'.repeat(20));
  await sleep(300);
  expect(counts()).toEqual(before);
  expect(made.length).toBeGreaterThanOrEqual(40);
  const alive = await Promise.all(
    made.map((one) =>
      one.send('Browser.getVersion').then(
        () => true,
        () => false,
      ),
    ),
  );
  // What stays is the session of this tab that acts have.
  expect(alive.filter(Boolean).length).toBeLessThanOrEqual(1);
});
