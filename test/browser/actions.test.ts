import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { timed, useSession } from './support/session.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'uploads-'));
const secret = mkdtempSync(path.join(tmpdir(), 'secret-'));
writeFileSync(path.join(folder, 'cv.txt'), 'my life');
writeFileSync(path.join(secret, 'key.txt'), 'hidden');
symlinkSync(path.join(secret, 'key.txt'), path.join(folder, 'link.txt'));
afterAll(() => {
  for (const each of [folder, secret]) rmSync(each, { recursive: true, force: true });
});

const session = useSession({ allowedFileUploadPaths: [`${folder}/*`] });
const { box } = session;

/** Frames have to be loaded before they are used; other pages are complete when they are parsed. */
async function show(html: string): Promise<Page> {
  if (html.includes('<iframe')) return session.show(html);
  await session.actuator.goTo(session.server.page(html));
  return session.page;
}

const click = async (
  selector: string,
  clickType: 'left' | 'left-double' | 'right' = 'left',
): Promise<unknown> => session.actuator.perform({ name: 'agentClick', box: await box(selector), clickType });
const type = async (selector: string, value: string, pressEnter = false): Promise<unknown> =>
  session.actuator.perform({ name: 'agentType', value, box: await box(selector), pressEnter });
const redirect = (text: string | RegExp): object =>
  expect.objectContaining({ name: 'AgentRedirectError', message: expect.stringMatching(text) });
/** Notes events of the page in `window.seen`. */
const noting = (selector: string, ...events: string[]): string =>
  `<script>window.seen = []; for (const name of ${JSON.stringify(events)})
    document.body.addEventListener(name, e => { if (e.target.closest('${selector}')) seen.push(name); });</script>`;

describe('a click', () => {
  test('left, double and right reach the element as a person would make them', async () => {
    const page = await show(`<button id=b>b</button>${noting('#b', 'click', 'dblclick', 'contextmenu')}`);
    expect(await click('#b')).toBeNull();
    await click('#b', 'left-double');
    await click('#b', 'right');
    expect(await page.evaluate('seen')).toEqual(['click', 'click', 'click', 'dblclick', 'contextmenu']);
  });

  test('on a static page costs no waiting', async () => {
    await show('<button id=b>b</button>');
    expect(await timed(() => click('#b'))).toBeLessThan(300);
  });

  test('reaches elements in frames of this and of another origin, and in shadow roots', async () => {
    session.server.route('/framed', `<button id=f onclick="this.textContent = 'clicked'">f</button>`);
    const page = await show(`<iframe style="margin:30px;border:7px solid;padding:9px" src="/framed"></iframe>
      <iframe id=other src="${session.server.otherOrigin}/framed"></iframe><div id=host></div><script>
      host.attachShadow({ mode: 'open' }).innerHTML = '<select id=s><option>A<option>B</select>'</script>`);
    for (const index of [0, 1]) {
      const button = page.frameLocator('iframe').nth(index).locator('#f');
      const rect = await page.locator('iframe').nth(index).boundingBox();
      const inner = await button.boundingBox();
      expect(rect).not.toBeNull();
      const { x, y, width, height } = inner ?? { x: 0, y: 0, width: 0, height: 0 };
      await session.actuator.perform({
        name: 'agentClick',
        box: `<box>${y},${x},${y + height},${x + width}</box>`,
        clickType: 'left',
      });
      expect(await button.textContent()).toBe('clicked');
    }
    await expect(click('#s')).rejects.toEqual(redirect('"label":"B"'));
  });

  test.each([
    ['<select id=x><option value=ca>Canada</select>', /agentType.*\[{"label":"Canada","value":"ca"}\]/],
    ['<input id=x type=color>', /#RRGGBB/],
    ['<input id=x type=range min=3 max=9>', /from 3 to 9/],
    ['<input id=x type=file>', /path of the file/],
    ['<label id=x>File <input type=file hidden></label>', /path of the file/],
    [
      '<button id=x onclick="const i = document.createElement(`input`); i.type = `file`; i.click()">up</button>',
      /path of the file/,
    ],
  ])('on %s is turned into advice', async (html, advice) => {
    await show(html);
    await expect(click('#x')).rejects.toEqual(redirect(advice));
  });

  test('after a file chooser was asked for, the page still works', async () => {
    const page = await show(
      `<input id=i type=file hidden><button id=x onclick="i.click()">up</button><button id=b onclick="this.textContent='ok'">b</button>`,
    );
    await expect(click('#x')).rejects.toEqual(redirect('agentType'));
    await click('#b');
    expect(await page.textContent('#b')).toBe('ok');
  });

  test.each([
    ['<box>10,10,5000,20</box>', /outside the viewport of 1600 x 813/],
    ['<box>10,10,10,20</box>', /empty/],
    ['10,10,2000,20', /from 0 to 1000/],
    ['somewhere', /cannot be read/],
  ])('with the box %s is explained to the model', async (text, reason) => {
    await expect(
      session.actuator.perform({ name: 'agentClick', box: text, clickType: 'left' }),
    ).rejects.toEqual(redirect(reason));
  });
});

describe('hovering', () => {
  test('moves the mouse there', async () => {
    const page = await show(`<style>#b:hover { color: rgb(1, 2, 3) }</style><button id=b>b</button>`);
    await session.actuator.perform({ name: 'agentHover', box: await box('#b') });
    expect(await page.evaluate('getComputedStyle(b).color')).toBe('rgb(1, 2, 3)');
  });
});

describe('typing', () => {
  test.each([
    ['short text, with real keys', 'shoes', '<input id=x value=old>'],
    ['long text at once', 'shoes '.repeat(50), '<textarea id=x>old</textarea>'],
    ['several lines', 'one\ntwo', '<textarea id=x>old</textarea>'],
    ['what no keyboard has', '日本 🦊 é', '<input id=x>'],
    ['nothing, which clears', '', '<input id=x value=old>'],
    ['into an e-mail field', 'a@b.example', '<input id=x type=email value=old>'],
    ['a number', '42.5', '<input id=x type=number step=any value=1>'],
  ])('%s replaces what was there', async (_name, value, html) => {
    const page = await show(html);
    expect(await type('#x', value)).toBeNull();
    expect(await page.inputValue('#x')).toBe(value);
  });

  test('sends keys, input and Enter', async () => {
    const page = await show(
      `<form onsubmit="event.preventDefault(); seen.push('submit ' + x.value)"><input id=x></form>${noting('#x', 'keydown', 'input')}`,
    );
    await type('#x', 'ab', true);
    expect(await page.evaluate('seen')).toEqual([
      'keydown',
      'input',
      'keydown',
      'input',
      'keydown',
      'submit ab',
    ]);
  });

  test('works in rich text', async () => {
    const page = await show('<div id=x contenteditable><b>old</b> text</div>');
    await type('#x', 'new');
    expect(await page.textContent('#x')).toBe('new');
  });

  test('works in a frame of another origin and in a shadow root', async () => {
    session.server.route('/field', '<input id=f value=old>');
    const page =
      await show(`<iframe src="${session.server.otherOrigin}/field"></iframe><div id=host></div><script>
      host.attachShadow({ mode: 'open' }).innerHTML = '<input id=s value=old>'</script>`);
    const field = page.frameLocator('iframe').locator('#f');
    const rect = (await field.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await session.actuator.perform({
      name: 'agentType',
      value: 'framed',
      box: `<box>${rect.y},${rect.x},${rect.y + rect.height},${rect.x + rect.width}</box>`,
      pressEnter: false,
    });
    await type('#s', 'shadow');
    expect(await field.inputValue()).toBe('framed');
    expect(await page.inputValue('#s')).toBe('shadow');
  });

  test('follows the focus when a click opens the real field elsewhere', async () => {
    const page = await show(`<div id=x>Search…</div><input id=real style="display:none"><script>
      x.onclick = () => setTimeout(() => { real.style.display = 'block'; real.focus(); }, 100)</script>`);
    await type('#x', 'shoes');
    expect(await page.inputValue('#real')).toBe('shoes');
  });

  test.each([
    ['<h1 id=x>Heading</h1>', /takes text/],
    ['<button id=x>b</button>', /takes text/],
    ['<input id=x disabled>', /disabled/],
    ['<input id=x readonly>', /read-only/],
    ['<input id=x type=checkbox>', /checkbox.*agentClick/],
    ['<input id=x type=number>', /only numbers/],
    ['<input id=x type=date readonly>', /read-only/],
    ['<select id=x><option>A<option>B</select>', /no option "text".*"A".*"B"/],
    ['<input id=x type=color>', /no colour/],
    ['<input id=x type=range>', /slider/],
    ['<input id=x type=date>', /2025-02-22/],
  ])('text into %s is turned into advice', async (html, advice) => {
    await show(html);
    await expect(type('#x', 'text')).rejects.toEqual(redirect(advice));
  });
});

describe('setting a value', () => {
  test.each([
    ['<select id=x><option value=1>United States<option value=2>Canada</select>', 'Canada', '2'],
    ['<select id=x><option value=1>United States<option value=2>Canada</select>', '1', '1'],
    ['<select id=x><option value=1>United States<option value=2>Canada</select>', 'can', '2'],
    ['<input id=x type=color>', '#1a2b3c', '#1a2b3c'],
    ['<input id=x type=color>', 'f80', '#ff8800'],
    ['<input id=x type=range min=0 max=10>', '7', '7'],
    ['<input id=x type=date>', '02/22/2025', '2025-02-22'],
    ['<input id=x type=date>', '2025-02-22', '2025-02-22'],
    ['<input id=x type=time>', '2:30 pm', '14:30'],
    ['<input id=x type=month>', 'February 2025', '2025-02'],
    ['<input id=x type=week>', '2025-W08', '2025-W08'],
    ['<input id=x type=datetime-local>', '02/22/2025 2:30 pm', '2025-02-22T14:30'],
  ])('of %s by "%s" tells the page, with events that bubble', async (html, text, value) => {
    const page = await show(`<div>${html}</div>${noting('#x', 'input', 'change')}`);
    await type('#x', text);
    expect(await page.inputValue('#x')).toBe(value);
    expect(await page.evaluate('seen')).toEqual(['input', 'change']);
  });

  test('of a colour input in a frame takes effect', async () => {
    session.server.route('/colour', '<input id=f type=color style="width:200px;height:100px">');
    const page = await show('<iframe src="/colour"></iframe>');
    await type('iframe', '#102030');
    expect(await page.frameLocator('iframe').locator('#f').inputValue()).toBe('#102030');
  });
});

describe('uploading', () => {
  const name = (selector: string): Promise<unknown> =>
    session.page.evaluate(`document.querySelector('${selector}').files[0]?.name`);

  test('an allowed file into a file input, or by a button that asks for one, works', async () => {
    await show(
      `<input id=x type=file><input id=i type=file hidden><button id=b onclick="i.click()">up</button>`,
    );
    await type('#x', path.join(folder, 'cv.txt'));
    expect(await name('#x')).toBe('cv.txt');
    await type('#b', path.join(folder, 'cv.txt'));
    expect(await name('#i')).toBe('cv.txt');
  });

  test.each([
    ['outside the allowed folders', path.join(secret, 'key.txt'), /may not be uploaded/],
    ['by a link that leads out of them', path.join(folder, 'link.txt'), /may not be uploaded/],
    ['that does not exist', path.join(folder, 'none.txt'), /no such file/],
  ])('a file %s is refused with a reason', async (_name, file, reason) => {
    await show('<input id=x type=file>');
    await expect(type('#x', file)).rejects.toEqual(redirect(reason));
    expect(await name('#x')).toBeUndefined();
  });
});

describe('going to a URL', () => {
  const goToUrl = (url: string): Promise<unknown> => session.actuator.perform({ name: 'goToUrl', url });

  test('loads it; http is added on this machine', async () => {
    session.server.route('/here', '<title>Here</title>');
    await goToUrl(`${session.server.origin.replace('http://', '')}/here`);
    expect(await session.page.title()).toBe('Here');
  });

  test.each([
    ['http://127.0.0.1:9/', /127\.0\.0\.1:9\/ could not be loaded/],
    ['javascript:alert(1)', /only http and https/],
    ['file:///etc/passwd', /not allowed/],
    ['http://a b', /white space/],
    ['', /empty/],
  ])('"%s" is a mistake for the model, and an error for the developer', async (url, reason) => {
    await expect(goToUrl(url)).rejects.toEqual(redirect(reason));
    await expect(session.actuator.goTo(url)).rejects.toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching(reason),
    });
  });

  test('that takes too long says so', async () => {
    session.server.route('/never', () => {});
    await expect(
      session.actuator.goTo(`${session.server.origin}/never`, { timeoutMs: 300 }),
    ).rejects.toMatchObject({
      message: expect.stringMatching('took too long'),
    });
  });

  test('stops with the signal', async () => {
    session.server.route('/never', () => {});
    const signal = AbortSignal.timeout(200);
    const going = session.actuator.goTo(`${session.server.origin}/never`, { signal });
    await expect(going).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('actions without the page', () => {
  test('return what the loop needs', async () => {
    const { actuator } = session;
    expect(await actuator.perform({ name: 'think', value: 'hm' })).toBeNull();
    expect(await actuator.perform({ name: 'return', value: 'done' })).toBe('done');
    expect(await actuator.perform({ name: 'throw', value: 'no' })).toBe('no');
    expect(await actuator.perform({ name: 'wait', seconds: 0.05 })).toBeNull();
    expect(await actuator.perform({ name: 'wait', seconds: 0 })).toBeNull();
    expect(await actuator.perform({ name: 'waitForPageToSettle' })).toBeNull();
    expect(await actuator.perform({ name: 'takeObservation' })).toHaveProperty('screenshotBase64');
  });

  test('waiting stops with the signal', async () => {
    const signal = AbortSignal.timeout(50);
    await expect(session.actuator.perform({ name: 'wait', seconds: 60 }, { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});
