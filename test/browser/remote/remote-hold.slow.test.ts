import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { holdRemotely } from '../../../lib/browser/index.ts';
import { useSession } from '../support/session.ts';

/** A browser with a window, as far as it says. */
const session = useSession({ hasWindow: async () => true });

const ASKS = `<title>Asks</title><button id=ask onclick="out.value=String(confirm('Really?'))">Ask</button><input id=out>`;
const answer = (): Promise<string> => session.page.locator('#out').inputValue();

test('a dialog waits for the person at the window until one takes over from elsewhere, who would not see it', async () => {
  await session.show(ASKS);
  using _person = session.actuator.handOver();
  const clicked = session.page.click('#ask');
  expect(await Promise.race([clicked, sleep(500, 'it waits')])).toBe('it waits');
  using _remote = holdRemotely(session.page.context());
  await clicked;
  expect(await answer()).toBe('false');
});

test('while somebody has it from elsewhere, dialogs are dealt with as always', async () => {
  await session.show(ASKS);
  using _person = session.actuator.handOver();
  using _remote = holdRemotely(session.page.context());
  await session.page.click('#ask');
  expect(await answer()).toBe('false');
});

test('afterwards they are the business of the person at the window again', async () => {
  await session.show(ASKS);
  holdRemotely(session.page.context())[Symbol.dispose]();
  const person = session.actuator.handOver();
  const clicked = session.page.click('#ask');
  expect(await Promise.race([clicked, sleep(500, 'it waits')])).toBe('it waits');
  person[Symbol.dispose]();
  await clicked;
});
