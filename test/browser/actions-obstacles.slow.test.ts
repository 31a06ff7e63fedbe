import { describe, expect, test } from '@jest/globals';
import { withinLimit } from '../../lib/browser/actions/within-limit.ts';
import { type Actuator, createActuator } from '../../lib/browser/index.ts';
import { timed, useSession } from './support/session.ts';

const session = useSession();
const { box } = session;

const open = (html: string): Promise<void> => session.actuator.goTo(session.server.page(html));
const click = async (selector: string): Promise<unknown> =>
  session.actuator.perform({ name: 'agentClick', box: await box(selector), clickType: 'left' });
const hover = async (selector: string): Promise<unknown> =>
  session.actuator.perform({ name: 'agentHover', box: await box(selector) });
const type = async (selector: string): Promise<unknown> =>
  session.actuator.perform({ name: 'agentType', value: 'a', box: await box(selector), pressEnter: false });
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  );

describe('what is disabled', () => {
  test('is not clicked, and the agent is told what it is', async () => {
    await open(`<style>body > * { display: block }</style><button id=a disabled>Save <b id=b>all</b></button>
      <fieldset disabled><input id=c type=checkbox aria-label=Agree></fieldset>
      <label id=d>News<input type=checkbox disabled></label>
      <p><button id=f disabled style="pointer-events:none">Pay</button></p><p inert><button id=g>Buy</button></p>
      <div id=host></div><script>host.attachShadow({ mode: 'open' }).innerHTML = '<button id=h disabled>Go</button>'</script>`);
    const names = [
      'button "Save all"',
      'button "Save all"',
      'input "Agree"',
      'input "News"',
      'button "Pay"',
      'button "Buy"',
      'button "Go"',
    ];
    // Nothing moves the mouse, so they may be tried together.
    const told = await Promise.all([...'abcdfgh'].map((id) => refusal(click(`#${id}`))));
    expect(told).toEqual(names.map((name) => `The ${name} is disabled, so nothing was done.`));
    expect(await hover('#a')).toBeNull();
  });

  test('by its mark only is clicked, and the agent is told; a mark further out says nothing of the mouse', async () => {
    await open(`<div aria-disabled=true><button id=a onclick="document.title += 'a'">Close</button></div>
      <div id=b role=button aria-disabled=true onclick="document.title += 'b'">Send</div>`);
    session.actuator.takeNews();
    await click('#a');
    expect(session.actuator.takeNews()).toEqual([]);
    await click('#b');
    expect(session.actuator.takeNews()).toMatchObject([
      { kind: 'disabled', text: expect.stringContaining('The div "Send" is marked as disabled') },
    ]);
    expect(await session.page.title()).toBe('ab');
  });

  test('is clicked when it is enabled a moment later', async () => {
    await open(`<button id=x disabled onclick="document.title = 'clicked'">b</button>
      <script>setTimeout(() => { x.disabled = false }, 200)</script>`);
    await click('#x');
    expect(await session.page.title()).toBe('clicked');
  });
});

describe('what is covered', () => {
  test('is not clicked, hovered over or typed into, and the agent is told what covers it', async () => {
    await open(`<style>header { position: fixed; top: 0; left: 0; right: 0; height: 60px } #a, #b { position: absolute; top: 20px; height: 40px }
      #a { left: 50px } #b { left: 300px } main { margin-top: 100px; height: 300px; overflow: auto } i { position: sticky; top: 0; display: block; height: 60px; z-index: 1 }
      a { display: block; margin-top: -50px; height: 40px }</style><button id=a>Save</button><input id=b><header>Shop</header>
      <main><i>Head</i><a href=# id=c>Row</a></main>`);
    const told = await Promise.all([click('#a'), hover('#a'), type('#b'), click('#c')].map(refusal));
    const by = (what: string): string => `is covered by the ${what}: scroll, or close what covers it, first.`;
    expect(told).toEqual([
      `The button "Save" ${by('header "Shop"')}`,
      `The button "Save" ${by('header "Shop"')}`,
      `The input "b" ${by('header "Shop"')}`,
      `The a "Row" ${by('i "Head"')}`,
    ]);
  });

  test.each([
    ['a layer over all', '<div style="position:absolute;inset:0;height:800px"></div>'],
    [
      'a link stretched over its card',
      '<a href=#>Go</a><style>body{position:relative}a::after{content:"";position:absolute;inset:0}</style>',
    ],
    ['a backdrop drawn by style', '<style>body::before{content:"";position:fixed;inset:0}</style>'],
    [
      'what is drawn outside of its element',
      '<p></p><style>p{position:absolute;top:0;left:0}p::before{content:"";position:absolute;width:90px;height:50px}</style>',
    ],
    [
      'something opaque of about its size',
      '<p style="position:absolute;left:0;top:-10px;width:80px;height:45px;background:#fff">',
    ],
    ['a dialog', '<dialog>Sure?</dialog><script>document.querySelector("dialog").showModal()</script>'],
  ])('by %s is not clicked', async (_name, html) => {
    await open(`<button id=x>Save</button>${html}`);
    await expect(click('#x')).rejects.toMatchObject({ kind: 'covered' });
  });
});

describe('controls of several layers are clicked', () => {
  test.each([
    [
      'an icon in a button',
      '<button id=x><svg width=20 height=20><path id=hit d="M0 0H20V20H0Z"/></svg></button>',
    ],
    [
      'an invisible input over a drawn one',
      '<p style="position:relative;width:90px"><button id=x>Choose</button><input id=hit type=checkbox style="position:absolute;left:0;top:0;width:90px;height:30px;opacity:0">',
    ],
    [
      'a drawn box over an input',
      '<p style="position:relative"><input id=x type=checkbox><i id=hit style="position:absolute;left:0;top:0;width:22px;height:22px">',
    ],
    [
      'a link stretched over a card',
      '<p id=x style="position:relative;width:200px;height:100px">Card <a id=hit href=#></a><style>a::after{content:"";position:absolute;inset:0}</style>',
    ],
    [
      'a link beside another one to the same address, stretched over both',
      '<p style="position:relative;width:200px;height:100px"><a id=x href=#>Picture</a> <a class=hit href=#>Card</a><style>.hit::after{content:"";position:absolute;inset:0}</style>',
    ],
    [
      'a layer that can be seen through',
      '<button id=x style="width:70px">Save</button><p id=hit style="position:absolute;left:0;top:0;width:80px;height:40px;margin:0">',
    ],
    [
      'a placeholder over a field',
      '<p style="position:relative"><input id=x style="width:200px"><i id=hit style="position:absolute;left:0;top:0;width:190px">Name</i>',
    ],
    [
      'an item of a list that has opened over a field',
      '<input style="position:absolute;top:40px;left:0;width:300px"><ul style="position:fixed;top:0;left:0;margin:0;padding:0;width:300px"><li style="height:40px">A<li id=x class=hit style="height:22px">B<li style="height:200px">C</ul>',
    ],
    [
      'a text in a header that stays',
      '<a href=# style="position:absolute;top:5px;left:0;width:90px;height:60px">under</a><header style="position:fixed;top:0;left:0;right:0;height:60px"><i id=x class=hit style="display:block;width:80px;height:50px">Menu</i></header>',
    ],
    [
      'an area of a picture',
      '<img id=x usemap="#m" width=100 height=100 src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><map name=m><area id=hit shape=rect coords="0,0,100,100" href=#></map>',
    ],
  ])('%s', async (_name, html) => {
    await open(
      `${html}<script>document.onclick = ({ target }) => { document.title = target.id + target.className }</script>`,
    );
    await click('#x');
    expect(await session.page.title()).toContain('hit');
  });
});

describe('an action that does not end', () => {
  const bounded = (): Actuator =>
    createActuator({ browser: session.browser, captureDom: false, actionTimeoutMs: 500 });

  test('because a script of the page runs without end, fails with its name, in its time', async () => {
    await open('<button id=x onmousedown="for (;;) {}">b</button>');
    const at = await box('#x');
    const acting = async (): Promise<void> =>
      expect(bounded().perform({ name: 'agentClick', box: at, clickType: 'left' })).rejects.toMatchObject({
        name: 'ActuationError',
        message: expect.stringMatching(/^agentClick did not end within 0.5 s.*does not answer/),
      });
    expect(await timed(acting)).toBeLessThan(1_000);
    const next = await session.browser.context.newPage();
    await next.goto(session.server.page('<p>calm</p>'));
  });

  test('is told to the agent when the page answers all the same', async () => {
    const { page } = session;
    const act = (): Promise<void> => new Promise(() => {});
    await expect(
      withinLimit({ page, name: 'agentClick', timeoutMs: 800, signal: undefined, act }),
    ).rejects.toMatchObject({
      name: 'AgentRedirectError',
      kind: 'timeout',
      message: expect.stringContaining('may have happened in part'),
    });
  });

  test('is none on a page that gets no timers and frames', async () => {
    const html = '<input id=x value=old><select id=s><option>A<option>a</select><div style="height:5000px">';
    await session.actuator.goTo(session.server.page(html, { 'content-security-policy': 'sandbox' }));
    await type('#x');
    await type('#s');
    await hover('#x');
    await click('#x');
    await session.actuator.perform({ name: 'agentScroll', box: '100,100,900,900', direction: 'down' });
    const { page } = session;
    expect([
      await page.inputValue('#x'),
      await page.inputValue('#s'),
      await page.evaluate('scrollY'),
    ]).toEqual(['a', 'a', 610]);
  });
});
