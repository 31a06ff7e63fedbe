import { describe, expect, test } from '@jest/globals';
import { withinLimit } from '../../lib/browser/actions/within-limit.ts';
import type { BrowserAction } from '../../lib/browser/index.ts';
import { timed, useSession } from './support/session.ts';

const session = useSession({ actionTimeoutMs: 700 });
const { box } = session;

const FRAMED = (script: string): string =>
  `<button id=b style="width:200px;height:80px">b</button><input id=i><script>${script}</script>`;

describe('an action on a page that never ends its work', () => {
  test.each<[string, string, (at: string) => BrowserAction]>([
    [
      'agentClick',
      'b.onmousedown = () => { for (;;) {} }',
      (at) => ({ name: 'agentClick', box: at, clickType: 'left' }),
    ],
    ['agentHover', 'b.onmousemove = () => { for (;;) {} }', (at) => ({ name: 'agentHover', box: at })],
    [
      'agentScroll',
      'addEventListener(`wheel`, () => { for (;;) {} })',
      (at) => ({ name: 'agentScroll', box: at, direction: 'down' }),
    ],
    [
      'agentType',
      'i.onkeydown = () => { for (;;) {} }',
      (at) => ({ name: 'agentType', value: 'abc', box: at, pressEnter: false }),
    ],
  ])('%s fails with its name, in its time', async (name, script, action) => {
    await session.actuator.goTo(session.server.page(FRAMED(script)));
    const at = await box(name === 'agentType' ? '#i' : '#b');
    let failed: unknown;
    const took = await timed(async () => {
      failed = await session.actuator.perform(action(at)).catch((error: unknown) => error);
    });
    expect(failed).toMatchObject({
      name: 'ActuationError',
      message: expect.stringMatching(`^${name} did not end within 0.7 s.*does not answer`),
    });
    expect(took).toBeLessThan(1_200);
    await session.browser.context.newPage();
  });

  test('is told to the agent when the page answers all the same', async () => {
    const page = await session.show('<p>calm</p>');
    const waiting = withinLimit({
      page,
      name: 'agentClick',
      timeoutMs: 200,
      signal: undefined,
      act: () => new Promise(() => {}),
    });
    await expect(waiting).rejects.toMatchObject({
      name: 'AgentRedirectError',
      kind: 'timeout',
      message: 'agentClick did not end within 0.2 s. It may have happened in part: look at the page first.',
    });
  });
});

describe('a page that gets no timers, frames and scripts', () => {
  test('is scrolled, hovered over, clicked and typed into', async () => {
    const { page } = session;
    const html = '<input id=x value=old><select id=s><option>A<option>B</select><div style="height:5000px">';
    await session.actuator.goTo(session.server.page(html, { 'content-security-policy': 'sandbox' }));
    const at = await box('#x');
    await session.actuator.perform({ name: 'agentType', box: at, value: 'new', pressEnter: false });
    await session.actuator.perform({
      name: 'agentType',
      box: await box('#s'),
      value: 'B',
      pressEnter: false,
    });
    await session.actuator.perform({ name: 'agentHover', box: at });
    await session.actuator.perform({ name: 'agentClick', box: at, clickType: 'left' });
    await session.actuator.perform({ name: 'agentScroll', box: '100,100,900,900', direction: 'down' });
    expect([
      await page.inputValue('#x'),
      await page.inputValue('#s'),
      await page.evaluate('scrollY'),
    ]).toEqual(['new', 'B', 610]);
  });
});
