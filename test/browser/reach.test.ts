import { describe, expect, test } from '@jest/globals';
import { useSession } from './support/session.ts';

const session = useSession();

async function click(html: string, selector = '#x'): Promise<unknown> {
  await session.actuator.goTo(session.server.page(html));
  const box = await session.box(selector);
  return session.actuator.perform({ name: 'agentClick', box, clickType: 'left' });
}

describe('what is disabled', () => {
  test.each([
    ['a button', '<button id=x disabled>Save</button>', 'button "Save"'],
    ['what is in one', '<button disabled><b id=x>Save</b></button>', 'button "Save"'],
    [
      'in a group',
      '<fieldset disabled><input id=x type=checkbox aria-label=Agree></fieldset>',
      'input "Agree"',
    ],
    ['a label', '<label id=x><input type=checkbox disabled> Agree</label>', 'input "Agree"'],
    ['by its role', '<div id=x role=button aria-disabled=true>Save</div>', 'div "Save"'],
    [
      'and lets the mouse through',
      '<div><button id=x disabled style="pointer-events:none">Save</button></div>',
      'button "Save"',
    ],
    [
      'in a shadow root',
      `<div id=host></div><script>host.attachShadow({ mode: 'open' }).innerHTML = '<button id=x disabled>Save</button>'</script>`,
      'button "Save"',
    ],
  ])('is not clicked: %s', async (_name, html, target) => {
    await expect(click(html)).rejects.toMatchObject({
      kind: 'disabled',
      message: `The ${target} is disabled, so nothing was done.`,
    });
  });

  test('is clicked when it is enabled a moment later', async () => {
    await click(
      `<button id=x disabled onclick="document.title = 'clicked'">b</button><script>setTimeout(() => { x.disabled = false }, 200)</script>`,
    );
    expect(await session.page.title()).toBe('clicked');
  });
});

const HEADER =
  '<header style="position:fixed;top:0;left:0;right:0;height:60px;background:#ccc">Shop</header>';
const BUTTON =
  '<button id=x style="position:absolute;top:20px;left:50px;width:200px;height:40px">Save</button>';

describe('what is covered', () => {
  test.each([
    ['by a header that stays', `${BUTTON}${HEADER}`, 'button "Save"', 'header "Shop"'],
    [
      'by a sticky one inside',
      `<main style="height:300px;overflow:auto"><div style="position:sticky;top:0;height:60px;z-index:1"><i>Head</i></div><a href=# id=x style="display:block;margin-top:-50px;height:40px">Row</a></main>`,
      'a "Row"',
      'div "Head"',
    ],
    [
      'by a layer over all',
      `${BUTTON}<div id=layer style="position:absolute;inset:0;height:800px"></div>`,
      'button "Save"',
      'div "layer"',
    ],
  ])('is not clicked, and what covers it is told: %s', async (_name, html, target, by) => {
    await expect(click(html)).rejects.toMatchObject({
      kind: 'covered',
      message: `The ${target} is covered by the ${by}: scroll, or close what covers it, first.`,
    });
  });

  test('is not typed into', async () => {
    await session.actuator.goTo(session.server.page(`${BUTTON.replace(/button/g, 'input')}${HEADER}`));
    await expect(
      session.actuator.perform({
        name: 'agentType',
        value: 'a',
        box: await session.box('#x'),
        pressEnter: false,
      }),
    ).rejects.toMatchObject({ kind: 'covered' });
  });
});

describe('controls of several layers are clicked', () => {
  const noted = `<script>document.body.onclick = e => { document.title = e.target.id || e.target.localName }</script>`;
  test.each([
    [
      'an icon in a button',
      '<button id=x><svg width=20 height=20><path id=p d="M0 0H20V20H0Z"/></svg></button>',
      '#x',
      'p',
    ],
    [
      'an invisible input over a drawn one',
      '<span style="position:relative"><button id=x>Choose</button><input id=i type=checkbox style="position:absolute;inset:0;opacity:0;width:100%;height:100%"></span>',
      '#x',
      'i',
    ],
    [
      'a drawn box over an input',
      '<div style="position:relative;width:300px"><input id=x type=checkbox><span id=mark style="position:absolute;left:0;top:0;width:22px;height:22px"></span></div>',
      '#x',
      'mark',
    ],
    [
      'a link stretched over a card',
      '<div id=x style="position:relative;width:200px;height:100px"><b>Card</b><a id=a href=#><style>#a::after{content:"";position:absolute;inset:0}</style></a></div>',
      '#x',
      'a',
    ],
    [
      'a placeholder over a field',
      '<div style="position:relative;width:200px"><input id=x style="width:200px"><span id=s style="position:absolute;left:0;top:0;width:190px">Name</span></div>',
      '#x',
      's',
    ],
    [
      'an item of a list that has opened over a field',
      '<input id=f style="position:absolute;top:40px;left:0;width:300px;height:30px;box-sizing:border-box"><ul style="position:absolute;z-index:1;top:0;left:0;margin:0;padding:0;width:300px"><li style="height:40px">A<li id=x style="height:30px">B<li style="height:200px">C</ul>',
      '#x',
      'x',
    ],
    ['a canvas', '<canvas id=x width=300 height=200></canvas>', '#x', 'x'],
    [
      'a control inside a header that stays',
      `<a href=# style="position:absolute;top:5px;left:0;width:90px;height:60px">under</a><header style="position:fixed;top:0;left:0;right:0;height:60px"><span id=x style="display:inline-block;width:80px;height:50px">Menu</span></header>`,
      '#x',
      'x',
    ],
    [
      'an area of a picture',
      '<img id=x usemap="#m" width=100 height=100 src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><map name=m><area id=area shape=rect coords="0,0,100,100" href=#></map>',
      '#x',
      'area',
    ],
  ])('%s', async (_name, html, selector, hit) => {
    await expect(click(html + noted, selector)).resolves.toBeNull();
    expect(await session.page.title()).toBe(hit);
  });
});
