import { beforeEach, describe, expect, test } from '@jest/globals';
import { pageSession } from '../../lib/browser/frames/page-session.ts';
import { deferred } from '../../lib/core/async.ts';
import { useSession } from './support/session.ts';

const session = useSession({ captureDom: false });

/** What was asked of the browser, as it came: pictures, and the frames that are watched. */
let asked: string[] = [];
const BUTTON =
  '<button id=b style="position:absolute;left:40px;top:100px;width:120px;height:40px">Go</button>';

beforeEach(async () => {
  const cdp = await pageSession(session.page);
  if (heard.has(cdp)) return;
  heard.add(cdp);
  const send = cdp.send.bind(cdp);
  cdp.send = (async (method: Parameters<typeof send>[0], params: Parameters<typeof send>[1]) => {
    const isWatching = /\.look\(2\)$/.test(
      String((params as { expression?: string } | undefined)?.expression),
    );
    if (isWatching) asked.push('watch');
    if (method === 'Page.captureScreenshot') asked.push('picture');
    const answer = await send(method, params);
    if (isWatching) asked.push('watched');
    return answer;
  }) as typeof send;
});

const heard = new WeakSet<object>();

async function click(): Promise<void> {
  const { actuator } = session;
  await actuator.perform({ name: 'agentClick', box: await session.box('#b'), clickType: 'left' });
  asked = [];
  await actuator.settle();
}

/** A busy machine may be too late to begin one; then it clicks again. */
async function clickUntilEarly(): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    await click();
    if (isBegunEarly()) return;
    await session.actuator.observe();
  }
}

function isBegunEarly(): boolean {
  return asked.includes('picture') && asked.indexOf('picture') < asked.indexOf('watched');
}

/** Whether the picture was begun before the watched frames were over, and how many there were. */
async function pictures(html: string, act = click): Promise<{ isEarly: boolean; count: number }> {
  await session.page.mouse.move(5, 700);
  await session.show(`${BUTTON}${html}`);
  // Another page may have been restless.
  await session.page.waitForTimeout(50);
  await act();
  return await counted();
}

async function counted(): Promise<{ isEarly: boolean; count: number }> {
  const seen = await session.actuator.observe();
  const isEarly = isBegunEarly();
  const count = asked.filter((each) => each === 'picture').length;
  // Whatever was done, it shows the page as it is.
  expect(await session.actuator.screenshot()).toBe(seen.screenshotBase64);
  return { isEarly, count };
}

describe('the picture of a page on which an action ended', () => {
  test.each([
    ['does nothing', ''],
    ['has done all at once', '<p id=p>no</p><script>b.onclick = () => { p.textContent = "yes"; }</script>'],
    ['shows the pointer', '<style>#b:hover { background: red }</style>'],
  ])('that %s is taken while it is watched', async (_what, html) => {
    let seen = await pictures(html, clickUntilEarly);
    // A busy machine may be too late to prove it.
    for (let tries = 1; seen.count > 1 && tries < 5; tries += 1) seen = await pictures(html, clickUntilEarly);
    expect(seen).toEqual({ isEarly: true, count: 1 });
  });

  test.each([
    ['has a frame', '<iframe srcdoc="<p>in a frame"></iframe>'],
    [
      'has pictures that are decoded beside it',
      '<img decoding=async src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ],
    [
      'has shadow roots of scripts',
      '<div id=h></div><script>h.attachShadow({ mode: "closed" }).innerHTML = "<p>in"</script>',
    ],
    ['has shadow roots of its text', '<div><template shadowrootmode=open><p>in</p></template></div>'],
    [
      'has shadow roots of a text of scripts',
      '<div id=h></div><script>h.setHTMLUnsafe("<p><template shadowrootmode=open><p>in</p></template></p>")</script>',
    ],
    ['has a canvas', '<canvas></canvas>'],
    ['has a moving picture', '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'],
    [
      'has something that turns without end',
      '<style>@keyframes turn { to { rotate: 360deg } } p { animation: turn 1s infinite }</style><p></p>',
    ],
    [
      'marks text without elements',
      '<p id=p>text</p><script>const r = new Range(); r.selectNode(p); CSS.highlights.set("x", new Highlight(r))</script>',
    ],
    [
      'moves because of it',
      '<style>#b { transition: width .1s } #b:active, #b:hover { width: 200px !important }</style>',
    ],
    [
      'goes on',
      '<p id=p></p><script>b.onclick = () => setTimeout(() => { p.textContent = "yes"; }, 60)</script>',
    ],
  ])('that %s is taken afterwards', async (_what, html) => {
    expect(await pictures(html)).toEqual({ isEarly: false, count: 1 });
  });

  test('is taken anew if something happened meanwhile that nothing announced', async () => {
    await session.show(`${BUTTON}<p id=p>no</p><script>setInterval(() => { p.title += "x"; }, 10)</script>`);
    await clickUntilEarly();
    expect(await counted()).toEqual({ isEarly: true, count: 2 });
    await clickUntilEarly();
    expect(await counted()).toEqual({ isEarly: true, count: 2 });
    // The next ones are not tried, so that restless pages do not pay twice.
    await click();
    expect(await counted()).toEqual({ isEarly: false, count: 1 });
  });

  test.each([
    ['a property', 'field.value = "b"'],
    ['a rule of a style sheet', 'sheet.sheet.insertRule("p { color: red }")'],
    ['another style sheet', 'document.adoptedStyleSheets = [extra]'],
    ['the state of a field', 'field.setCustomValidity("no")'],
    ['a selection', 'getSelection().selectAllChildren(p)'],
  ])('is taken anew if %s changed meanwhile, of which a document does not tell', async (_what, script) => {
    await session.show(`${BUTTON}<style id=sheet>:invalid { background: red }</style><input id=field><p id=p>text</p>
      <script>const extra = new CSSStyleSheet(); extra.replaceSync("p { font-size: 40px }")</script>`);
    await clickUntilEarly();
    await session.page.evaluate(`void (${script})`);
    expect(await counted()).toEqual({ isEarly: true, count: 2 });
  });

  test('is taken anew if a picture came meanwhile', async () => {
    const asking = deferred<() => void>();
    session.server.route('/late.svg', (_request, response) => {
      const svg = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="90" height="90" fill="red"/></svg>';
      asking.resolve(() => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(svg));
    });
    await session.show(`${BUTTON}<p id=p style="height:90px">text</p>`);
    // What was asked for before the action is not waited for.
    await session.page.evaluate(
      "void (p.style.background = 'url(/late.svg)', new Promise(requestAnimationFrame))",
    );
    const answer = await asking.promise;
    await click();
    answer();
    await session.page.waitForTimeout(100);
    expect(await counted()).toEqual({ isEarly: false, count: 1 });
  });

  test('is taken anew for another action, and for another document', async () => {
    await session.show(`${BUTTON}<p style="height: 3000px">tall`);
    await clickUntilEarly();
    await session.actuator.perform({
      name: 'agentScroll',
      direction: 'down',
      box: '<box>300,10,500,700</box>',
    });
    expect((await counted()).count).toBe(2);
    await session.show(`${BUTTON}<p>one`);
    await clickUntilEarly();
    await session.page.goto(session.server.page(`${BUTTON}<p>two`));
    expect((await counted()).count).toBe(2);
  });

  test('is not kept for later, when programs may have done what leaves no trace', async () => {
    await session.show(`${BUTTON}<input id=i>`);
    await clickUntilEarly();
    await session.page.evaluate("void (i.value = 'yes')");
    expect((await counted()).count).toBe(2);
    asked = [];
    expect((await counted()).count).toBe(1);
  });
});
