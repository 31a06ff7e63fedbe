import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { imageSize } from '../../../lib/browser/image-size.ts';
import { useSession } from '../support/session.ts';
import { type Picture, remotePerson } from './remote-person.ts';

const session = useSession();
const open: Disposable[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each[Symbol.dispose]();
});

const person = (options?: { readonly saysShown?: boolean }) => remotePerson(session, open, options);

const value = (selector: string): Promise<string> => session.page.locator(selector).inputValue();
async function expectValue(selector: string, text: string): Promise<void> {
  for (let i = 0; i < 100 && (await value(selector)) !== text; i += 1) await sleep(20);
  expect(await value(selector)).toBe(text);
}

/** Of its middle. */
async function greyOf(picture: Picture | undefined): Promise<number> {
  const base64 = picture?.jpeg.toString('base64') ?? '';
  return await session.page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    return context?.getImageData(image.width / 2, image.height / 2, 1, 1).data[0] ?? -1;
  }, base64);
}

const FORM = `<title>Form</title><style>body{margin:20px} *{font-size:16px}</style><form onsubmit="event.preventDefault();sent.value=a.value+'|'+b.value">
  <input id=a><input id=b><textarea id=t></textarea><input id=check type=checkbox><button id=go>Go</button><input id=sent></form>
  <div style="height:3000px"></div>`;

describe('pictures', () => {
  test('the first comes although nothing changes, and no other one then', async () => {
    await session.show('<title>Still</title><h1>Still</h1>');
    await sleep(300);
    const { picture, pictures, news } = await person();
    const { jpeg, width, height } = await picture();
    expect(news[0]).toEqual({ type: 'ready' });
    expect({ width, height }).toEqual(session.page.viewportSize());
    expect(imageSize(`data:image/jpeg;base64,${jpeg.toString('base64')}`)).toEqual({
      width: 1280,
      height: 650,
    });
    await sleep(1500);
    expect(pictures).toHaveLength(1);
  });

  test('two at most are under way; then the newest comes, also when nothing changes any more', async () => {
    const page = await session.show('<title>Many</title><body style="background:#000">');
    const { pictures, picture, take } = await person({ saysShown: false });
    await picture();
    for (let grey = 20; grey <= 200; grey += 20) {
      await page.evaluate((n) => {
        document.body.style.background = `rgb(${n},${n},${n})`;
      }, grey);
      await sleep(30);
    }
    await sleep(100);
    expect(pictures).toHaveLength(2);
    let seen = 0;
    for (let i = 0; i < 20; i += 1) {
      for (; seen < pictures.length; seen += 1) take({ type: 'shown', frame: pictures[seen]?.frame ?? 0 });
      await sleep(100);
    }
    expect(await greyOf(pictures.at(-1))).toBe(200);
  });

  test('come of pages without an end of change, as fast as they are seen', async () => {
    await session.show(`<title>Busy</title><canvas id=c width=1500 height=700></canvas><script>
      const g = c.getContext('2d'); let n = 0;
      (function draw() { n += 1; for (let i = 0; i < 300; i++) { g.fillStyle = 'hsl(' + (n * 7 + i) + ',80%,50%)'; g.fillRect(Math.random()*1500, Math.random()*700, 60, 60); } requestAnimationFrame(draw); })()</script>`);
    const { pictures } = await person();
    await sleep(2000);
    expect(pictures.length).toBeGreaterThan(6);
  });
});

describe('pointer and keyboard', () => {
  test('fill a form and send it', async () => {
    await session.show(FORM);
    const { click, write, key } = await person();
    await click('#a');
    write('Ann@1 Ünï€');
    key('Tab', 'Tab');
    write('two');
    key('Backspace', 'Backspace');
    key('ArrowLeft', 'ArrowLeft');
    write('x');
    key('Enter', 'Enter');
    await expectValue('#sent', 'Ann@1 Ünï€|txw');
    await click('#check');
    for (let i = 0; i < 50 && !(await session.page.isChecked('#check')); i += 1) await sleep(20);
    expect(await session.page.isChecked('#check')).toBe(true);
  });

  test.each([
    ['Ctrl', 2],
    ['Cmd', 4],
  ])('%s makes shortcuts', async (_name, modifiers) => {
    await session.show(FORM);
    const { click, write, key } = await person();
    await click('#a');
    write('copied');
    key('a', 'KeyA', modifiers);
    key('c', 'KeyC', modifiers);
    await click('#b');
    key('v', 'KeyV', modifiers);
    key('v', 'KeyV', modifiers);
    await expectValue('#b', 'copiedcopied');
    key('a', 'KeyA', modifiers);
    write('n');
    await expectValue('#b', 'n');
    key('z', 'KeyZ', modifiers);
    await expectValue('#b', 'copiedcopied');
  });

  test('text is put in at once, with its lines; Shift selects, and Enter makes a line', async () => {
    await session.show(FORM);
    const { click, take, key } = await person();
    await click('#t');
    take({ type: 'text', text: 'one\ntwo 😀' });
    await expectValue('#t', 'one\ntwo 😀');
    for (let i = 0; i < 2; i += 1) key('ArrowLeft', 'ArrowLeft', 8);
    key('Delete', 'Delete');
    key('Enter', 'Enter');
    await expectValue('#t', 'one\ntwo\n');
  });

  test('the wheel scrolls, and a double click selects', async () => {
    const page = await session.show(FORM);
    const { take, click, until, write } = await person();
    await page.fill('#a', 'word');
    await click('#a', 1);
    await click('#a', 2);
    write('new');
    await expectValue('#a', 'new');
    take({ type: 'wheel', x: 500, y: 500, deltaX: 0, deltaY: 400, modifiers: 0 });
    await page.waitForFunction(() => window.scrollY >= 400);
    await until(() => true, 'it');
  });

  test('keys that a page listens to have names and codes', async () => {
    const page = await session.show(`<title>Keys</title><input id=a autofocus><script>
      window.heard = []; addEventListener('keydown', (e) => heard.push([e.key, e.code, e.keyCode, e.ctrlKey, e.shiftKey, e.location].join(' ')));</script>`);
    const { key, click } = await person();
    await click('#a');
    key('Q', 'KeyQ', 8);
    key('Escape', 'Escape');
    key('F5', 'F5');
    key('s', 'KeyS', 2);
    key('1', 'Numpad1');
    key(';', 'Semicolon');
    await page.waitForFunction(() => Reflect.get(window, 'heard').length >= 6);
    expect(await page.evaluate(() => Reflect.get(window, 'heard'))).toEqual([
      'Q KeyQ 81 false true 0',
      'Escape Escape 27 false false 0',
      'F5 F5 116 false false 0',
      's KeyS 83 true false 0',
      '1 Numpad1 97 false false 3',
      '; Semicolon 186 false false 0',
    ]);
  });

  test('something that is dragged does not hang what comes after', async () => {
    await session.show(
      `<title>Drag</title><div id=d draggable=true style="width:200px;height:100px;background:red">me</div><div id=to style="width:200px;height:200px;background:green" ondragover="event.preventDefault()" ondrop="this.textContent='dropped'"></div><input id=a>`,
    );
    const { take, at, click, write } = await person();
    const from = { ...(await at('#d')), type: 'pointer', modifiers: 0 } as const;
    const to = { ...(await at('#to')), type: 'pointer', modifiers: 0 } as const;
    take({ ...from, event: 'down', button: 'left', clickCount: 1 });
    for (let i = 0; i < 10; i += 1) {
      take({ ...from, x: from.x + i * 5, y: from.y + i * 5, event: 'move', button: 'none', clickCount: 0 });
      await sleep(20);
    }
    take({ ...to, event: 'move', button: 'none', clickCount: 0 });
    await sleep(100);
    take({ ...to, event: 'up', button: 'left', clickCount: 1 });
    await click('#a');
    write('after');
    await expectValue('#a', 'after');
  });
});

describe('tabs', () => {
  test('are told; one that opens is shown, and when it closes the one before; one may be chosen', async () => {
    const popup = session.server.page(
      '<title>Popup</title><body style="background:red"><button id=close onclick="window.close()">Close</button>',
    );
    await session.show(`<title>First</title><button id=open onclick="window.open('${popup}')">Open</button>`);
    const { click, tabs, until, take, picture, pictures } = await person();
    const titles = (): string =>
      tabs()
        .map(({ title, isShown }) => `${title}${isShown ? '*' : ''}`)
        .join(' ');
    await picture();
    await until(() => titles() === 'First*', 'the first tab');
    const before = pictures.length;
    await click('#open');
    await until(() => titles() === 'First Popup*', 'the popup');
    expect(tabs().at(-1)?.address).toBe(popup);
    await picture(before + 1);
    const [first, second] = tabs();
    take({ type: 'tab', id: first?.id ?? '' });
    await until(() => titles() === 'First* Popup', 'the chosen tab');
    take({ type: 'tab', id: second?.id ?? '' });
    await until(() => titles() === 'First Popup*', 'the popup again');
    await sleep(200);
    await click('#close');
    await until(() => titles() === 'First*', 'the first tab again');
  });

  test('go back, forward and are loaded again; where there is nothing, that is said', async () => {
    const second = session.server.page('<title>Second</title>');
    await session.show(`<title>First</title><a id=a href="${second}">on</a>`);
    const { click, tabs, until, take, refusals } = await person();
    const title = (): string | undefined => tabs()[0]?.title;
    await click('#a');
    await until(() => title() === 'Second', 'the second page');
    take({ type: 'navigate', to: 'back' });
    await until(() => title() === 'First', 'the first page');
    take({ type: 'navigate', to: 'forward' });
    await until(() => title() === 'Second', 'the second page');
    take({ type: 'navigate', to: 'forward' });
    await until(() => refusals().length > 0, 'a refusal');
    expect(refusals()).toEqual(['There is no page to go forward to.']);
  });

  test('a page of another site is shown and used like any other', async () => {
    const { server } = session;
    const other = server.page('<title>Other</title><input id=a>').replace(server.origin, server.otherOrigin);
    await session.show(`<title>First</title><a id=a href="${other}">on</a>`);
    const { click, tabs, until, write, pictures, picture } = await person();
    await click('#a');
    await until(() => tabs()[0]?.title === 'Other', 'the other page');
    const before = pictures.length;
    await click('#a');
    write('here');
    await expectValue('#a', 'here');
    await picture(before + 1);
  });
});

describe('what a browser shows beside its pages', () => {
  test('dialogs are answered and told, and what comes after them is taken', async () => {
    await session.show(
      `<title>Asks</title><button id=ask onclick="out.value=String(confirm('Really?'))">Ask</button><input id=out>`,
    );
    const { click, refusals, until, write } = await person();
    await click('#ask');
    await expectValue('#out', 'false');
    await until(() => refusals().length > 0, 'a message');
    expect(refusals()).toEqual(['The page said "Really?". Nobody can be shown that here: it was dismissed.']);
    await click('#out');
    write('x');
    await expectValue('#out', 'falsex');
  });

  test('file choosers are told', async () => {
    await session.show('<title>File</title><input id=file type=file><input id=a>');
    const { click, refusals, until, write } = await person();
    await click('#file');
    await until(() => refusals().length > 0, 'a message');
    expect(refusals()).toEqual(['The page asks for a file. Files cannot be given from here.']);
    await click('#a');
    write('x');
    await expectValue('#a', 'x');
  });

  test('lists of choices are told, and the keyboard chooses', async () => {
    const page = await session.show(
      '<title>List</title><select id=s><option>A<option>B<option>C</select><input id=a>',
    );
    const { click, key, write, refusals, until } = await person();
    await click('#s');
    await until(() => refusals().length > 0, 'a message');
    expect(refusals()).toEqual([expect.stringMatching(/^The choices of this list cannot be shown here/)]);
    key('ArrowDown', 'ArrowDown');
    key('Enter', 'Enter');
    await page.waitForFunction(() => document.querySelector('select')?.value === 'B');
    await click('#a');
    write('x');
    await expectValue('#a', 'x');
  });
});

test('how long it takes from a key to its picture', async () => {
  await session.show(FORM);
  const { click, write, pictures, picture, until } = await person();
  await picture();
  await click('#a');
  await sleep(700);
  const times: number[] = [];
  for (const letter of 'abcdefghij') {
    const before = pictures.length;
    const start = performance.now();
    write(letter);
    await until(() => pictures.length > before, 'a picture');
    times.push(performance.now() - start);
    await sleep(150);
  }
  const sorted = times.toSorted((a, b) => a - b);
  expect(sorted[5]).toBeLessThan(500);
});
