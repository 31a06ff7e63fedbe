import { describe, expect, test } from '@jest/globals';
import { useSession } from './support/session.ts';

const session = useSession();

async function type(html: string, value: string, pressEnter = false): Promise<unknown> {
  await session.actuator.goTo(session.server.page(html));
  session.actuator.takeNews();
  return session.actuator.perform({ name: 'agentType', value, box: await session.box('#x'), pressEnter });
}
const difference = (text: string | RegExp): object =>
  expect.objectContaining({
    name: 'AgentRedirectError',
    kind: 'difference',
    message: expect.stringMatching(text),
  });
const news = (): readonly string[] => session.actuator.takeNews().map(({ text }) => text);

describe('a field that shows another text than the one that was typed', () => {
  test.each([
    [
      'cuts it short',
      '<input id=x maxlength=5>',
      '1234567890',
      /shows "12345".* The field takes at most 5 characters\./,
    ],
    [
      'is set back a moment later',
      '<input id=x oninput="setTimeout(() => { this.value = `` }, 30)">',
      'abc',
      /shows ""/,
    ],
    ['hears no keys', '<p id=x contenteditable onkeydown="event.preventDefault()">old</p>', 'new', /"old"/],
  ])('and %s, is told, and Enter is not pressed', async (_name, html, value, reason) => {
    const failing = type(
      `<body onkeydown="if (event.key === 'Enter') document.title = 'sent'">${html}`,
      value,
      true,
    );
    await expect(failing).rejects.toEqual(difference(reason));
    expect(await session.page.title()).toBe('');
  });

  test('is not quoted when it is a password, nor is any text in what logs get', async () => {
    await expect(type('<input id=x type=password maxlength=5>', 'secret-pw')).rejects.toMatchObject({
      message: 'The field has 5 characters, not the 9 that were typed. The field takes at most 5 characters.',
      summary: 'The field shows another text than the one that was typed.',
    });
  });

  test('only when the page has settled is told then', async () => {
    await type('<input id=x oninput="setTimeout(() => { this.value = `late` }, 200)">', 'a');
    expect(news()).toEqual([]);
    await session.actuator.settle();
    expect(news()).toEqual(['The field shows "late", which is not what was typed.']);
  });
});

describe('a text that the page has taken', () => {
  test('in its own way is told as it is shown', async () => {
    await type('<input id=x oninput="this.value = this.value.toUpperCase()">', 'abc');
    expect(news()).toEqual(['The field shows "ABC".']);
  });

  test.each([
    [
      'in a field that is made anew when it becomes empty',
      `<div id=d><input id=x value=old></div><script>d.oninput = ({ target }) => {
        if (target.value === '') d.innerHTML = '<input id=x value=0>' }</script>`,
      'new',
    ],
    [
      'in boxes of one digit each',
      `${'<input id=x size=1 maxlength=1>'.repeat(4)}<script>const all = [...document.querySelectorAll('input')];
        document.oninput = e => all[all.indexOf(e.target) + 1]?.focus()</script>`,
      '1234',
    ],
  ])('is nothing to tell: %s', async (_name, html, value) => {
    await type(html, value);
    expect(news()).toEqual([]);
  });

  test('or not: what cannot be read is told', async () => {
    await type('<input id=x oninput="if (this.value.length === 3) this.remove()">', '123', true);
    expect(news()).toEqual([expect.stringContaining('went away')]);
    await type('<canvas id=x tabindex=0></canvas>', 'abc');
    expect(news()).toEqual([expect.stringContaining('cannot be read')]);
  });

  test('is long: the last characters are keys', async () => {
    await type(
      '<textarea id=x onkeyup="document.title += event.key"></textarea>',
      `${'lorem ipsum '.repeat(10)}end`,
    );
    expect(await session.page.title()).toBe('end');
  });
});

describe('an editor whose text is elsewhere than in the field that has the focus', () => {
  const EDITOR = `<div id=x style="position:relative;width:400px"><div style="overflow:hidden;position:absolute;width:3px;height:0">
    <textarea style="position:absolute;width:900px"></textarea></div><pre id=line style="height:80px">old text</pre></div><script>
    const area = x.querySelector('textarea');
    let isAll = false;
    const put = text => { line.textContent = (isAll ? '' : line.textContent) + text; isAll = false };
    x.onmousedown = event => { event.preventDefault(); area.focus() };
    area.onkeydown = ({ ctrlKey, key }) => { if (ctrlKey && key === 'a') isAll = true; else if (key === 'Delete') put('') };
    area.oninput = () => { put(area.value); area.value = '' }`;

  test('is cleared as a person would, and read by what it shows', async () => {
    await type(`${EDITOR}</script>`, 'new');
    expect(await session.page.textContent('#line')).toBe('new');
    expect(news()).toEqual([]);
  });

  test('is told of when it cannot be cleared', async () => {
    await expect(type(`${EDITOR}; area.onkeydown = null</script>`, 'new')).rejects.toEqual(
      difference('"old textnew"'),
    );
  });
});

describe('a control', () => {
  test.each([
    ['<input id=x type=range step=10>', '33', /shows 30, not 33.*steps of 10/],
    ['<input id=x type=range max=100>', '500', /shows 100, not 500.*from 0 to 100/],
    [
      '<select id=x onchange="setTimeout(() => { this.value = `A` }, 20)"><option>A<option>B</select>',
      'B',
      /"A", not "B"/,
    ],
    ['<input id=x type=date onchange="this.value = `2025-01-01`">', '2025-02-22', /"2025-01-01"/],
  ])('%s that shows another value than %s is told', async (html, value, reason) => {
    await expect(type(html, value)).rejects.toEqual(difference(reason));
  });

  test('that is a slider is heard of by whatever the page listens to', async () => {
    await type(
      `<input id=x type=range max=1000><script>for (const name of ['pointerup', 'mouseup', 'click', 'change'])
        x.addEventListener(name, () => { document.title += name + x.value + ',' })</script>`,
      '333',
    );
    expect((await session.page.title()).split(',').sort()).toEqual([
      '',
      'change333',
      'click333',
      'mouseup333',
      'pointerup333',
    ]);
  });

  test('that is a slider drawn by the page is set by keys', async () => {
    const slider = '<div id=x role=slider tabindex=0 aria-valuenow=10 style="height:20px"></div>';
    const keys = `x.onkeydown = ({ key }) => { x.ariaValueNow = +x.ariaValueNow + ({ ArrowRight: 5, ArrowLeft: -5 })[key] }`;
    await type(`${slider}<script>${keys}</script>`, '40');
    expect(await session.page.getAttribute('#x', 'aria-valuenow')).toBe('40');
    await expect(type(`${slider}<script>${keys}</script>`, '12')).rejects.toEqual(difference('not 12'));
  });

  test('that is a list gets the options that come when it is pressed', async () => {
    await type(
      `<select id=x onmousedown="setTimeout(() => x.add(new Option('Canada', 'ca')), 100)"><option>Choose…</select>`,
      'Canada',
    );
    expect(await session.page.inputValue('#x')).toBe('ca');
  });
});
