import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { decideDialog } from '../../lib/browser/dialog-policy.ts';
import { createActuator, type DialogPolicy } from '../../lib/browser/index.ts';
import type { PageNews } from '../../lib/contract/page-news.ts';
import { useSession } from './support/session.ts';

let policy: DialogPolicy = 'dismiss';
const told: PageNews[] = [];
const failures: string[] = [];
const session = useSession({
  dialogs: (dialog) => (typeof policy === 'function' ? policy(dialog) : policy),
  onNews: (news) => told.push(news),
  onFailure: (message) => failures.push(message),
  hasWindow: async () => true,
});

beforeAll(async () => {
  await session.show('');
});

/** Runs a script that asks something, and gives what it got and what was told. */
async function ask(script: string, answer: DialogPolicy): Promise<{ got: unknown; news: readonly string[] }> {
  policy = answer;
  session.actuator.takeNews();
  const got = await session.page.evaluate<unknown>(script);
  return { got, news: session.actuator.takeNews().map(({ text }) => text) };
}

/** A script, the policy, what the script gets, and what the agent is told. */
const CASES: readonly [string, DialogPolicy, unknown, string][] = [
  [
    'confirm("Really delete?")',
    'dismiss',
    false,
    'The page asked "Really delete?" (confirm); it was dismissed.',
  ],
  [
    'confirm("Really delete?")',
    'accept',
    true,
    'The page asked "Really delete?" (confirm); it was accepted.',
  ],
  ['prompt("Name?", "Ann")', () => 'dismiss', null, 'The page asked "Name?" (prompt); it was dismissed.'],
  [
    'prompt("Name?", "Ann")',
    async () => 'accept' as const,
    'Ann',
    'The page asked "Name?" (prompt); it was accepted.',
  ],
  [
    'prompt("Name?", "Ann")',
    ({ type, message, defaultValue, url }) => {
      const isWhole = type === 'prompt' && url.startsWith('http://127.0.0.1');
      return { accept: true, promptText: isWhole ? `${message}${defaultValue}e` : '' };
    },
    'Name?Anne',
    'The page asked "Name?" (prompt); it was accepted with "Name?Anne".',
  ],
  ['alert("a\\n\\u202eb")', 'accept', null, 'The page said "a\\u000a\\u202eb" (alert); it was accepted.'],
  [
    'confirm("x".repeat(999))',
    'accept',
    true,
    `The page asked "${'x'.repeat(200)}…" (confirm); it was accepted.`,
  ],
];

describe('a question of the page is answered and told', () => {
  test.each(CASES)('%s', async (script, answer, got, text) => {
    const result = await ask(script, answer);
    expect(result.got ?? null).toBe(got);
    expect(result.news).toEqual([text]);
  });

  test('for those who watch at once, without the words of the page', async () => {
    told.length = 0;
    await ask('confirm("secret")', 'dismiss');
    expect(told.map(({ kind, summary }) => [kind, summary])).toEqual([
      ['dialog', 'The page opened a dialog (confirm); it was dismissed.'],
    ]);
  });

  test('its author hears why a function was not heeded, and the agent does not', async () => {
    failures.length = 0;
    const { got, news } = await ask('confirm("?")', () => {
      throw new TypeError('no table "orders"');
    });
    expect(got).toBe(false);
    expect(news.join()).not.toContain('orders');
    expect(failures).toEqual([
      'The function of the option dialogs failed with TypeError: no table "orders". The dialog (confirm) was dismissed.',
    ]);
  });

  test('unless the program answers itself', async () => {
    const { page } = session;
    page.once('dialog', (dialog) => void dialog.accept('mine'));
    const got = await page.evaluate('prompt("?")');
    expect(got).toBe('mine');
    expect(session.actuator.takeNews().map(({ text }) => text)).toEqual([
      'The page asked "?" (prompt); it is answered by the program.',
    ]);
  });
});

test('a page that asks without end is told of in part', async () => {
  const { got, news } = await ask(
    'for (var count = 0; count < 30; count += 1) confirm("again"); count',
    'accept',
  );
  expect(got).toBe(30);
  expect(news).toHaveLength(20);
});

test('a page that asks whether to leave it is left', async () => {
  policy = 'accept';
  const page = await session.show('<button id=b onclick="onbeforeunload = () => 1">b</button>');
  await page.click('#b');
  await session.show('<title>Other</title>');
  expect(await session.page.title()).toBe('Other');
  expect(session.actuator.takeNews().map(({ text }) => text)).toEqual([
    'The page asked whether to leave it (beforeunload); it was accepted.',
  ]);
});

test.each([
  ['alert', true],
  ['beforeunload', true],
  ['confirm', false],
  ['prompt', false],
] as const)('with the policy dismiss, %s is accepted: %j', async (type, isAccepted) => {
  expect(await decideDialog('dismiss', { type, message: '', defaultValue: '', url: '' })).toEqual({
    isAccepted,
  });
});

test.each([
  ['acept', 'dialogs is "acept"; it must be "dismiss", "accept" or a function. Did you mean "accept"?'],
  [true, 'dialogs is true; it must be "dismiss", "accept" or a function.'],
])('as an option, %j is refused', (dialogs, message) => {
  const options: object = { browser: session.browser, captureDom: false, dialogs };
  expect(() => Reflect.apply(createActuator, undefined, [options])).toThrow(message);
});

test('while a person has the browser and sees its windows, dialogs are theirs; the policy answers what they leave', async () => {
  policy = 'dismiss';
  const { page, actuator } = session;
  const person = await page.context().newCDPSession(page);
  await person.send('Page.enable');
  const opened = (): Promise<unknown> =>
    new Promise((resolve) => person.once('Page.javascriptDialogOpening', resolve));
  const accept = (): Promise<unknown> => person.send('Page.handleJavaScriptDialog', { accept: true });
  /** Somebody answers so many of two questions, and gives the browser back. */
  const play = async (count: number): Promise<unknown> => {
    const hands = actuator.handOver();
    let next = opened();
    const got = page.evaluate('[confirm("one"), confirm("two")]');
    for (let answered = 0; answered < count; answered += 1) {
      await next;
      next = opened();
      await accept();
    }
    if (count < 2) await next;
    hands[Symbol.dispose]();
    const news: string[] = [];
    while (news.length < 2) {
      news.push(...actuator.takeNews().map(({ text }) => text));
      await sleep(5);
    }
    return [await got, news.map((text) => text.replace(/^.*; /, ''))];
  };

  const byPerson = 'a person has answered it.';
  expect(await play(1)).toEqual([
    [true, false],
    [byPerson, 'it was dismissed.'],
  ]);
  expect(await play(2)).toEqual([
    [true, true],
    [byPerson, byPerson],
  ]);
  await person.detach();
});
