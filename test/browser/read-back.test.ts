import { describe, expect, test } from '@jest/globals';
import type { PageNews } from '../../lib/contract/page-news.ts';
import { useSession } from './support/session.ts';

const session = useSession();

async function show(html: string): Promise<void> {
  await session.actuator.goTo(session.server.page(html));
  session.actuator.takeNews();
}
const type = async (selector: string, value: string, pressEnter = false): Promise<unknown> =>
  session.actuator.perform({ name: 'agentType', value, box: await session.box(selector), pressEnter });
const difference = (text: string | RegExp): object =>
  expect.objectContaining({
    name: 'AgentRedirectError',
    kind: 'difference',
    message: expect.stringMatching(text),
  });
const news = (): readonly PageNews[] => session.actuator.takeNews();

describe('a field that shows another text than the one that was typed', () => {
  test.each([
    ['is cut short', '<input id=x maxlength=5>', '1234567890', /shows "12345"/],
    ['hears no keys', '<input id=x onkeydown="event.preventDefault()">', 'abc', /shows ""/],
    ['is set back', '<input id=x value=old oninput="this.value = `old`">', 'abc', /shows "old"/],
    [
      'is set back two frames later',
      '<input id=x oninput="setTimeout(() => { this.value = `` }, 30)">',
      'abc',
      /shows ""/,
    ],
    [
      'completes the text',
      '<input id=x oninput="if (this.value === `Lon`) { this.value = `London`; this.setSelectionRange(3, 6) }">',
      'Lon',
      /shows "London"/,
    ],
    ['loses a sign', '<input id=x oninput="this.value = this.value.replace(/\\D/g, ``)">', '-12.5', /"125"/],
    ['has other letters', '<input id=x oninput="this.value = this.value.replace(/b/, `c`)">', 'abc', /"acc"/],
    [
      'keeps rich text',
      '<div id=x contenteditable onkeydown="event.preventDefault()">old</div>',
      'new',
      /"old"/,
    ],
    ['is not cleared', '<input id=x value=old onkeydown="event.preventDefault()">', '', /"old"/],
  ])('and %s, is told, and Enter is not pressed', async (_name, html, value, reason) => {
    await show(`<form onsubmit="document.title = 'sent'; return false">${html}</form>`);
    await expect(type('#x', value, true)).rejects.toEqual(difference(reason));
    expect(await session.page.title()).toBe('');
  });

  test('is not quoted when it is a password, nor is anything in what logs get', async () => {
    await show('<input id=x type=password maxlength=5>');
    const failed = await type('#x', 'secret-pw').catch((error: unknown) => error);
    expect(failed).toMatchObject({ message: 'The field has 5 characters, not the 9 that were typed.' });
    await show('<input id=x maxlength=5>');
    const failedToo = await type('#x', 'secret-pw').catch((error: unknown) => error);
    expect(failedToo).toMatchObject({ summary: expect.not.stringMatching('secre') });
  });
});

describe('a text that the page has taken', () => {
  test.each([
    [
      'the field writes it in its own way',
      '<input id=x oninput="this.value = this.value.replace(/^(...)(...)(....)$/, `($1) $2-$3`)">',
      '1234567890',
      '(123) 456-7890',
    ],
    ['the field has capitals', '<input id=x oninput="this.value = this.value.toUpperCase()">', 'abc', 'ABC'],
    [
      'a number has separators',
      '<input id=x onchange oninput="this.value = Number(this.value).toLocaleString(`en`)">',
      '1234',
      '1,234',
    ],
  ])('is told as it is shown: %s', async (_name, html, value, shown) => {
    await show(html);
    await expect(type('#x', value)).resolves.toBeNull();
    expect(news()).toEqual([
      {
        kind: 'difference',
        text: `The field shows "${shown}".`,
        summary: expect.not.stringContaining(shown),
      },
    ]);
  });

  test.each([
    [
      'after a moment',
      '<input id=x><script>x.oninput = () => { const v = x.value; x.value = ""; setTimeout(() => { x.value = v }, 100) }</script>',
      'a',
    ],
    [
      'in a field that is made anew when it becomes empty',
      `<div id=d><input id=x value=old></div><script>
      d.oninput = e => { if (e.target.value === '') d.innerHTML = '<input id=x>' }</script>`,
      'new',
    ],
    ['with spaces of rich text', '<div id=x contenteditable>old</div>', 'one  two '],
    [
      'where a placeholder is text',
      '<div id=x contenteditable>old</div><script>x.oninput = () => { if (x.innerText.trim() === "") x.innerHTML = "<i contenteditable=false>Write…</i>" }</script>',
      '',
    ],
    [
      'in boxes of one digit each',
      `${'<input size=1 maxlength=1>'.repeat(4)}<script>
      const all = [...document.querySelectorAll('input')]; all[0].id = 'x';
      document.oninput = e => all[all.indexOf(e.target) + 1]?.focus()</script>`,
      '1234',
    ],
  ])('is nothing to tell: %s', async (_name, html, value) => {
    await show(html);
    await expect(type('#x', value)).resolves.toBeNull();
    expect(news()).toEqual([]);
  });

  test('and whose field is gone, is told', async () => {
    await show('<input id=x maxlength=3 oninput="if (this.value.length === 3) this.remove()">');
    await expect(type('#x', '123', true)).resolves.toBeNull();
    expect(news()).toEqual([expect.objectContaining({ text: expect.stringContaining('went away') })]);
  });

  test('by something that shows nothing of it, is told', async () => {
    await show('<canvas id=x tabindex=0></canvas>');
    await type('#x', 'abc');
    expect(news()).toEqual([expect.objectContaining({ text: expect.stringContaining('cannot be read') })]);
  });

  test('is long: it comes at once, but for the last keys', async () => {
    await show('<textarea id=x onkeyup="document.title += event.key"></textarea>');
    await type('#x', `${'lorem ipsum '.repeat(10)}end`);
    expect(await session.page.title()).toBe('end');
  });
});

/** Keeps its text in lines beside a field that cannot be seen, as editors for code do. */
const EDITOR = `<div id=x style="position:relative;width:400px;height:90px;border:1px solid"><div style="overflow:hidden;position:absolute;width:3px;height:0">
  <textarea style="position:absolute;width:900px"></textarea></div><pre id=line style="height:80px">old text</pre></div><script>
  const area = x.querySelector('textarea'); let isAll = false;
  const put = text => { line.textContent = (isAll ? '' : line.textContent) + text; isAll = false };
  x.onmousedown = e => { e.preventDefault(); area.focus() };
  area.onkeydown = e => { if (e.ctrlKey && e.key === 'a') { isAll = true; e.preventDefault() } else if (e.key === 'Delete') put('') };
  area.oninput = () => { put(area.value); area.value = '' }`;

describe('an editor whose text is elsewhere than in the field that has the focus', () => {
  test('is cleared as a person would, and read by what it shows', async () => {
    await show(`${EDITOR}</script>`);
    await expect(type('#x', 'new')).resolves.toBeNull();
    expect(await session.page.textContent('#line')).toBe('new');
    expect(news()).toEqual([]);
  });

  test('is told of when it cannot be cleared', async () => {
    await show(`${EDITOR}; area.onkeydown = null</script>`);
    await expect(type('#x', 'new')).rejects.toEqual(difference('shows "old textnew"'));
  });
});

describe('a control that shows another value than the one that it was set to', () => {
  test.each([
    ['a slider with steps', '<input id=x type=range step=10>', '33', /shows 30, not 33.*steps of 10/],
    [
      'a slider that ends before',
      '<input id=x type=range max=100>',
      '500',
      /shows 100, not 500.*from 0 to 100/,
    ],
    [
      'a list that is turned back',
      '<select id=x onchange="this.value = `A`"><option>A<option>B</select>',
      'B',
      /shows "A", not "B"/,
    ],
    [
      'a list that is turned back a moment later',
      '<select id=x onchange="setTimeout(() => { this.value = `A` }, 20)"><option>A<option>B</select>',
      'B',
      /shows "A"/,
    ],
    [
      'a date that is turned back',
      '<input id=x type=date onchange="this.value = `2025-01-01`">',
      '2025-02-22',
      /"2025-01-01"/,
    ],
    [
      'a colour that is turned back',
      '<input id=x type=color onchange="this.value = `#000000`">',
      '#ff0000',
      /#000000/,
    ],
  ])('%s is told', async (_name, html, value, reason) => {
    await show(html);
    await expect(type('#x', value)).rejects.toEqual(difference(reason));
  });

  test('is heard of by whatever the page listens to: a slider', async () => {
    await show(`<input id=x type=range max=1000 style="width:300px"><script>window.seen = [];
      for (const name of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'change']) x.addEventListener(name, () => seen.push(name + x.value))</script>`);
    await type('#x', '333');
    expect(await session.page.evaluate('seen.slice(2)')).toEqual(
      expect.arrayContaining(['pointerup333', 'mouseup333', 'click333', 'change333']),
    );
  });
});

describe('a list', () => {
  test.each(['mousedown', 'focus', 'pointerdown'])('gets its options when they come on %s', async (name) => {
    await show(`<select id=x><option>Choose…</select><script>x.addEventListener('${name}', () =>
      setTimeout(() => x.add(new Option('Canada', 'ca')), 100), { once: true })</script>`);
    await type('#x', 'Canada');
    expect(await session.page.inputValue('#x')).toBe('ca');
  });

  test('of 3,000 options is told by the likeliest', async () => {
    await show(
      `<select id=x>${Array.from({ length: 3000 }, (_, index) => `<option>City ${index} of Canada`).join('')}<option>Toronto</select>`,
    );
    const failed = await type('#x', 'Torontoo').catch((error: unknown) => error);
    expect(failed).toMatchObject({
      message: expect.stringMatching(/are: \[{"label":"Toronto".* and 2,951 more$/),
    });
    expect(String(failed).length).toBeLessThan(4000);
  });
});
