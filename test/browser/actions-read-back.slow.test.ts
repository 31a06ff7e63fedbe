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
  test('and that goes back to the old one on Enter is told, unless the field is empty then', async () => {
    for (const then of ['old', '']) {
      await type(
        `<input id=x value=old onkeydown="if (event.key === 'Enter') x.value = '${then}'">`,
        'new',
        true,
      );
      await session.actuator.settle();
      expect(news()).toEqual(
        then === '' ? [] : ['After Enter: The field shows "old", which is not what was typed.'],
      );
    }
  });

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
    ['in a field that is never empty', '<input id=x value=1 oninput="this.value ||= 1">', '15'],
    [
      'in a field that adds keys at its end, whatever is selected',
      '<input id=x value=5 onkeypress="event.preventDefault(); this.value += event.key">',
      '42',
    ],
    [
      'in a field that is read-only without the focus',
      '<input id=x readonly onfocus="this.removeAttribute(`readonly`)">',
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
    expect(await session.page.inputValue('#x')).toBe(value.slice(0, html.includes('maxlength=1') ? 1 : 9));
  });

  test('or not: what cannot be read is told', async () => {
    await type('<input id=x oninput="if (this.value.length === 3) this.remove()">', '123', true);
    expect(news()).toEqual([expect.stringContaining('went away')]);
    await type('<canvas id=x tabindex=0></canvas>', 'abc');
    expect(news()).toEqual([expect.stringContaining('cannot be read')]);
  });

  test('and put beside the field is told, and Enter is not pressed', async () => {
    await type(
      `<p onkeydown="if (event.key === 'Enter') document.title = 'sent'"><span id=tags></span> <input id=x oninput="if (/,$/.test(this.value)) {
        tags.innerHTML += '<b>' + this.value.slice(0, -1) + '</b> '; this.value = '' }">`,
      'red,green,',
      true,
    );
    expect(news()).toEqual([expect.stringContaining('emptied the field')]);
    expect(await session.page.title()).toBe('');
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

describe('a checkbox or radio', () => {
  const click = async (html: string): Promise<readonly string[]> => {
    await session.actuator.goTo(session.server.page(html));
    session.actuator.takeNews();
    const box = await session.box('#x');
    await session.actuator.perform({ name: 'agentClick', box, clickType: 'left' });
    await session.actuator.settle();
    return news();
  };

  test.each([
    ['at once', '<input id=x type=checkbox onclick="return false">', 'The checkbox is off as before'],
    ['by its label', '<label id=x>A<input type=radio onclick="return false">', 'The radio is off as before'],
    [
      'a moment later',
      '<input id=x type=checkbox checked onclick="setTimeout(() => { x.checked = true }, 400)">',
      'The checkbox is on as before',
    ],
  ])('that the page turns back %s is told', async (_name, html, text) => {
    expect(await click(html)).toEqual([expect.stringContaining(text)]);
  });

  test.each([
    ['turns', '<input id=x type=checkbox>'],
    ['was on, as a radio,', '<input id=x type=radio checked>'],
    ['leads to another page', '<input id=x type=checkbox onclick="location.href = `about:blank`">'],
  ])('that %s is not', async (_name, html) => {
    expect(await click(html)).toEqual([]);
  });
});

test.each([
  ['list', '<select id=x onchange="location.href = `about:blank`"><option>a<option>b</select>', 'b', []],
  [
    'code',
    '<input id=x oninput="if (value.length === 4) location.href = `about:blank`">',
    '1234',
    [expect.stringContaining('The page went on to another one')],
  ],
])(
  'a %s that leads to another page when it is complete is no difference',
  async (_name, html, value, told) => {
    await type(html, value, true);
    await session.actuator.settle();
    expect([news(), session.page.url()]).toEqual([told, 'about:blank']);
  },
);
