import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../../lib/browser/index.ts';
import { deferred } from '../../../lib/core/async.ts';
import { LIMITS } from '../../../lib/desk/index.ts';
import { frameNews, type ServedDesk, serveDesk } from './support/served-desk.ts';

const SIZE = { width: 1280, height: 800 };
const SIGN_IN = {
  clientId: 'page',
  audience: 'https://desk.example.com',
  scopes: ['openid', 'desk/take-over'],
};

let opened: OpenBrowser;
let desk: ServedDesk;
let signing: ServedDesk;
let jpeg: Buffer;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  opened = await localBrowser().open();
  [desk, signing] = await Promise.all([
    serveDesk(),
    serveDesk({ signIn: (origin) => ({ ...SIGN_IN, issuer: `${origin}/issuer` }) }),
  ]);
  const shop = opened.page();
  await shop.setViewportSize(SIZE);
  await shop.setContent('<h1>Cart</h1><button>Buy</button>');
  jpeg = await shop.screenshot({ type: 'jpeg' });
});
afterAll(async () => {
  await opened?.close();
  await desk?.close();
  await signing?.close();
});
beforeEach(async () => {
  await newPage({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const tab = { id: 't1', title: 'Cart', address: 'https://shop.example/cart', isShown: true };
  for (const each of [desk, signing]) {
    each.session.greeting = [{ type: 'ready' }, { type: 'tabs', tabs: [tab] }, ...frameNews(1, jpeg, SIZE)];
    each.session.inputs.length = 0;
    each.session.hellos.length = 0;
    each.faults.log.length = 0;
  }
});
afterEach(async () => {
  desk.faults.next = undefined;
  desk.clock.aheadMs = 0;
  signing.issuer.refusal = undefined;
  await context.close();
  // Networks that fail on demand are told by the browser, too.
  expect(complaints.splice(0).filter((line) => !line.startsWith('Failed to load resource'))).toEqual([]);
});

async function newPage(
  options: Parameters<NonNullable<ReturnType<BrowserContext['browser']>>['newContext']>[0],
) {
  await context?.close();
  const browser = opened.page().context().browser();
  if (browser === null) throw new Error('The context has no browser.');
  context = await browser.newContext(options);
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
}

const says = async (text: string | RegExp): Promise<void> => await page.getByText(text).first().waitFor();
const press = async (name: string): Promise<void> =>
  await page.getByRole('button', { name, exact: true }).click();
const sentAnswers = (): number => desk.faults.log.filter(({ action }) => action === 'answer').length;

async function approve(): Promise<void> {
  await press('Approve');
  await page.waitForTimeout(450);
  await press('Yes, approve');
}

describe('an approval', () => {
  test('shows who asks what, as text, and hides its link', async () => {
    const { link, token } = await desk.ask({ message: 'One <b>bold</b>\nTwo' });
    await page.goto(link);
    await says('“order-shoes” asks you to approve');
    expect(await page.locator('.message').textContent()).toBe('One <b>bold</b>\nTwo');
    expect(page.url()).toBe(`${desk.origin}/human/`);
    await page.reload();
    await says('“order-shoes” asks you to approve');
    expect(desk.faults.log.map(({ headers }) => JSON.stringify(headers)).join('')).not.toContain(token);
  });

  test('is answered, once, however often it is tapped, and told when the workflow has it', async () => {
    const { key, link } = await desk.ask();
    await page.goto(link);
    await page.getByLabel('Your name').fill('Kim');
    await page.getByRole('button', { name: 'Refuse', exact: true }).dblclick();
    await says('Your answer is recorded');
    await says('Waiting for the workflow');
    expect(sentAnswers()).toBe(1);
    const { answer } = await desk.desk.state(key);
    expect(answer).toMatchObject({ value: 'no', by: { name: 'Kim' } });
    await says('The workflow has got it');
    await page.reload();
    await says('Your answer is recorded');
  });

  test('a double tap on Approve approves nothing', async () => {
    const { key, link } = await desk.ask();
    await page.goto(link);
    await page.getByRole('button', { name: 'Approve', exact: true }).dblclick();
    await press('Not yet');
    expect((await desk.desk.state(key)).status).toBe('open');
    await approve();
    await says('Your answer is recorded');
  });

  test('that nobody fetches is told', async () => {
    const { link } = await desk.ask();
    await page.goto(link);
    await approve();
    await says('Your answer is recorded');
    desk.clock.aheadMs = 21_000;
    await says('perhaps nothing has happened');
  });

  test('that somebody else answers meanwhile is told', async () => {
    const { key, token, link } = await desk.ask();
    await page.goto(link);
    await says('asks you to approve');
    await desk.desk.answer(key, { token, answer: 'no', name: 'Alice', comment: 'Too expensive' });
    await says('“Alice” has answered already');
    await says('Comment: Too expensive');
  });

  test('of two that answer at once, the other one is told', async () => {
    const { key, token, link } = await desk.ask();
    await page.goto(link);
    await says('asks you to approve');
    await desk.desk.answer(key, { token, answer: 'no', name: 'Alice' });
    await approve();
    await says('“Alice” has answered already');
    await says('Your answer was not recorded.');
  });

  test.each([
    [
      'late',
      async () => {
        desk.clock.aheadMs = 700_000;
      },
      'Time is up',
    ],
    ['withdrawn', async (key) => void (await desk.desk.withdraw(key, 'It was stopped.')), 'It was stopped.'],
  ] satisfies [string, (key: Parameters<ServedDesk['desk']['state']>[0]) => Promise<void>, string][])(
    'that is %s meanwhile is told',
    async (_name, end, words) => {
      const { key, link } = await desk.ask();
      await page.goto(link);
      await says('asks you to approve');
      await end(key);
      await says(words);
    },
  );

  test('of a workflow that does not ask any more has a warning', async () => {
    const { link } = await desk.ask({ expiresAt: Date.now() + 3_600_000 });
    await page.goto(link);
    desk.clock.aheadMs = 61_000 + 5_000;
    await says('The workflow may have ended');
  });
});

describe('links and desks that are wrong', () => {
  test('another token is an unknown link', async () => {
    const { link } = await desk.ask();
    await page.goto(link.slice(0, -2) + (link.endsWith('AA') ? 'BB' : 'AA'));
    await says('This link is not known');
  });

  test('nothing behind # is no question, and asks the desk nothing', async () => {
    await page.goto(`${desk.origin}/human/`);
    await says('There is no question in this address');
    expect(desk.faults.log).toEqual([]);
  });

  test('another link in the same tab is another question', async () => {
    const [one, other] = [await desk.ask({ message: 'First' }), await desk.ask({ message: 'Second' })];
    await page.goto(one.link);
    await says('First');
    await page.goto(other.link);
    await says('Second');
  });

  test('a desk that is not reached is asked again', async () => {
    desk.faults.next = () => 'lost';
    await page.goto((await desk.ask()).link);
    await says('The question cannot be shown');
    desk.faults.next = undefined;
    await press('Ask again');
    await says('asks you to approve');
  });

  test('an answer that got lost on the way is not called recorded', async () => {
    const { key, link } = await desk.ask();
    await page.goto(link);
    await says('asks you to approve');
    await page.getByLabel('Comment').fill('Fine');
    desk.faults.next = () => 'lost';
    await approve();
    await says('It is not known whether your answer was recorded');
    desk.faults.next = undefined;
    await says('Your answer is not recorded so far');
    expect((await desk.desk.state(key)).status).toBe('open');
    expect(await page.getByLabel('Comment').inputValue()).toBe('Fine');
    await approve();
    await says('Your answer is recorded');
  });

  test('an answer of which only the receipt got lost is known again, though another said the same', async () => {
    const { key, link } = await desk.ask();
    await page.goto(link);
    await says('asks you to approve');
    desk.faults.next = (path) => (path.endsWith('/answer') ? 'lostAfter' : 502);
    await approve();
    await says('It is not known whether your answer was recorded');
    desk.faults.next = undefined;
    await says('Your answer is recorded');
    expect((await desk.desk.state(key)).answer?.value).toBe('yes');

    const again = await desk.ask();
    await page.goto(again.link);
    await says('asks you to approve');
    desk.faults.next = () => 'lost';
    await approve();
    await says('It is not known whether your answer was recorded');
    await desk.desk.answer(again.key, { token: again.token, answer: 'yes' });
    desk.faults.next = undefined;
    await says('has answered already');
    await says('Your answer was not recorded.');
  });

  test('what is too large is said, and can be mended', async () => {
    const { link } = await desk.ask();
    await page.goto(link);
    await says('asks you to approve');
    desk.faults.next = (path) => (path.endsWith('/answer') ? 413 : undefined);
    await approve();
    await says('What you wrote is too long.');
    desk.faults.next = undefined;
    await approve();
    await says('Your answer is recorded');
  });

  test('the frame of another site shows nothing', async () => {
    await page.goto(`${desk.origin}/frame`);
    const frame = page.frames().find((each) => each !== page.mainFrame());
    expect(await frame?.evaluate(() => document.body?.textContent ?? '')).not.toContain('workflow');
    complaints.length = 0;
  });
});

describe('a take-over', () => {
  const takeOver = async (): Promise<Awaited<ReturnType<ServedDesk['ask']>>> => {
    const asked = await desk.ask({ kind: 'takeOver', message: 'Solve the puzzle.' });
    await page.goto(asked.link);
    await press('Take over');
    await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) === 1280);
    return asked;
  };

  test('says hello, shows the page, and hands it what is tapped, typed and scrolled', async () => {
    const { key } = await takeOver();
    expect(desk.session.hellos).toEqual([
      { novaActTakeOver: { questionId: key.questionId, claim: expect.stringMatching(/^[\w-]{43}$/) } },
    ]);
    const box = await page.locator('canvas').boundingBox();
    if (box === null) throw new Error('There is no picture.');
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByPlaceholder('Tap here to type').click();
    await page.keyboard.insertText('hello');
    await page.keyboard.press('Enter');
    await press('Back');
    await page.waitForTimeout(200);
    const inputs = desk.session.inputs;
    expect(inputs[0]).toEqual({ type: 'shown', frame: 1 });
    const down = inputs.find((input) => input.type === 'pointer' && input.event === 'down');
    expect(down).toMatchObject({ button: 'left', clickCount: 1 });
    expect(down?.type === 'pointer' && Math.abs(down.x - 640) + Math.abs(down.y - 400)).toBeLessThan(8);
    expect(inputs).toContainEqual({ type: 'text', text: 'hello' });
    expect(inputs).toContainEqual({ type: 'key', event: 'down', key: 'Enter', code: 'Enter', modifiers: 0 });
    expect(inputs).toContainEqual({ type: 'navigate', to: 'back' });
  });

  test('is given back as done, with a comment, and its secret is with the answer', async () => {
    const { key } = await takeOver();
    await press('Give back: done');
    await page.getByRole('dialog').getByRole('textbox').fill('Solved');
    await page.waitForTimeout(450);
    await press('Give back');
    await says('Your answer is recorded');
    expect((await desk.desk.state(key)).answer).toMatchObject({ value: 'yes', comment: 'Solved' });
    await page.waitForTimeout(100);
    expect(desk.session.inputs.at(-1)).toEqual({ type: 'leave' });
  });

  test('hands nothing over any more while it is being given back, and goes on when that was refused', async () => {
    await takeOver();
    const gate = deferred<void>();
    await page.route('**/answer', async (route) => {
      await gate.promise;
      await route.fulfill({ status: 503, json: { error: { code: 'Busy', message: 'Too many.' } } });
    });
    await press('Give back: done');
    await page.waitForTimeout(450);
    await press('Give back');
    await press('Back');
    await page.waitForTimeout(200);
    const back = { type: 'navigate', to: 'back' };
    expect(desk.session.inputs).not.toContainEqual(back);
    gate.resolve();
    await says('Your answer is not recorded so far');
    await press('Back');
    await page.waitForTimeout(200);
    expect(desk.session.inputs).toContainEqual(back);
  });

  test('goes on by itself when the connection breaks, and after a reload', async () => {
    await takeOver();
    desk.session.cut();
    await says('The connection was lost.');
    await page.waitForFunction(() => !document.querySelector('.is-lost'));
    expect(desk.session.hellos).toHaveLength(2);
    await page.reload();
    await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) === 1280);
    expect(new Set(desk.session.hellos.map((hello) => JSON.stringify(hello))).size).toBe(1);
  });

  test('says why it ended, and that somebody else has it', async () => {
    const { key, token } = await takeOver();
    desk.clock.aheadMs = LIMITS.holdMs + 1_000;
    await desk.desk.take(key, { token, claim: 'A'.repeat(43), name: 'Alice' });
    desk.session.say({ type: 'end', reason: 'Somebody else has taken over.' });
    await says('Your take-over has ended');
    await says('“Alice” has taken over');
    expect(await page.getByRole('button', { name: 'Take over', exact: true }).isDisabled()).toBe(true);
  });

  test('ends with its question', async () => {
    const { key } = await takeOver();
    await desk.desk.withdraw(key, 'It was stopped.');
    await says('It was stopped.');
    expect(await page.locator('.live').count()).toBe(0);
  });

  test('has mouse and keyboard on desks: Tab, too, and Escape twice leads out', async () => {
    await newPage({ viewport: { width: 1280, height: 900 } });
    await takeOver();
    const box = await page.locator('canvas').boundingBox();
    if (box === null) throw new Error('There is no picture.');
    await page.mouse.dblclick(box.x + 100, box.y + 50);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+A');
    await page.mouse.wheel(0, 120);
    await page.waitForTimeout(200);
    const { inputs } = desk.session;
    const clicks = inputs.filter((input) => input.type === 'pointer' && input.event === 'up');
    expect(clicks.map((click) => click.type === 'pointer' && click.clickCount)).toEqual([1, 2]);
    expect(inputs).toContainEqual({ type: 'key', event: 'down', key: 'Tab', code: 'Tab', modifiers: 0 });
    expect(inputs).toContainEqual({ type: 'key', event: 'down', key: 'A', code: 'KeyA', modifiers: 8 });
    expect(inputs.some((input) => input.type === 'wheel' && input.deltaY === 120)).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Give back: done');
  });
});

describe('a sign-in', () => {
  test('leads back to the question, and what it gives is shown to the desk', async () => {
    const { link } = await signing.ask({ kind: 'takeOver' });
    await page.goto(link);
    await press('Sign in');
    await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) === 1280);
    expect(page.url()).toBe(`${signing.origin}/human/`);
    expect(signing.issuer.asked).toMatchObject({
      client_id: 'page',
      audience: 'https://desk.example.com',
      scope: 'openid desk/take-over',
    });
    const takes = signing.faults.log.filter(({ action }) => action === 'take');
    expect(takes.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${signing.issuer.token}`]);
    expect(JSON.stringify(signing.faults.log.filter(({ action }) => action === 'read'))).not.toContain(
      'Bearer',
    );
  });

  test('that is refused says so', async () => {
    signing.issuer.refusal = 'access_denied';
    await page.goto((await signing.ask({ kind: 'takeOver' })).link);
    await press('Sign in');
    await says('You did not sign in: access_denied.');
  });

  test('that others have begun is not taken', async () => {
    await page.goto((await signing.ask({ kind: 'takeOver' })).link);
    await says('needs your hands');
    await page.goto(`${signing.origin}/human/?code=the-code&state=of-another`);
    await says('This sign-in was not begun in this tab.');
    expect(signing.faults.log.some(({ action }) => action === 'take')).toBe(false);
  });
});

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

describe.each([390, 1280])('%i px wide, light and dark', (width) => {
  test.each([
    [
      'a question',
      async () =>
        await page
          .goto(
            (await desk.ask({ picture: { mediaType: 'image/jpeg', base64: jpeg.toString('base64') } })).link,
          )
          .then(() => says('asks you')),
    ],
    [
      'an answer',
      async () => {
        await page.goto((await desk.ask()).link);
        await press('Refuse');
        await says('Your answer is recorded');
      },
    ],
    [
      'a question that nobody can take over',
      async () => {
        await page.goto((await desk.ask({ kind: 'takeOver', channel: undefined })).link);
        await says('Nobody can take over');
      },
    ],
    [
      'a dialog',
      async () => {
        await page.goto((await desk.ask()).link);
        await press('Approve');
      },
    ],
    ['an unknown link', async () => await page.goto(`${desk.origin}/human/`).then(() => says('no question'))],
    [
      'a take-over',
      async () => {
        await page.goto((await desk.ask({ kind: 'takeOver' })).link);
        await press('Take over');
        await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) === 1280);
      },
    ],
  ] satisfies [string, () => Promise<void>][])('%s can be read and used by all', async (_name, open) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await newPage({ viewport: { width, height: 844 }, colorScheme, reducedMotion: 'reduce' });
      await open();
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResults>(
        'axe.run(document, { resultTypes: ["violations"] })',
      );
      const findings = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`),
        );
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect({ colorScheme, findings, isTooWide: wide > 0 }).toEqual({
        colorScheme,
        findings: [],
        isTooWide: false,
      });
    }
  });
});
