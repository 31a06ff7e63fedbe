import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newSecret } from '../../../../lib/contract/secret-hash.ts';
import { NovaAct, Workflow, webHuman } from '../../../../lib/sdk/index.ts';
import { agentCall, type Scenario, scriptedAgent, startScenario } from '../../../../lib/testing/index.ts';
import { type PageServer, startPageServer } from '../../../browser/support/page-server.ts';
import { connectPage, type PageClient } from './page-client.ts';

jest.setTimeout(60_000);

const takeOver = agentCall.tool('human_UiTakeover', { message: 'Please sign in.' });

let scenario: Scenario;
let server: PageServer;
/** Of the run. */
let page: Page | undefined;
beforeAll(async () => {
  server = await startPageServer();
  const agent = scriptedAgent([
    { prompt: 'Sign in', steps: [[takeOver], [agentCall.look()]], returns: 'signed in' },
  ]);
  scenario = await startScenario({ agent });
});
afterAll(async () => {
  await Promise.all([scenario.close(), server.close()]);
});

/** Does nothing else for so long after the first letter. */
const busyPage = (busyMs: number): string => `<title>Busy</title>
  <form onsubmit="event.preventDefault();sent.textContent=a.value"><input id=a></form><p id=sent></p><script>
  let wasBusy = false;
  a.addEventListener('input', () => {
    if (wasBusy) return;
    wasBusy = true;
    for (const end = Date.now() + ${busyMs}; Date.now() < end;);
  });
  a.focus()</script>`;

/** What a person does who has taken over. */
interface Person extends PageClient {
  press(key: string): void;
  answer(answer: 'yes' | 'no'): Promise<Response>;
}

/** @returns what the page has got at the end, or why the run failed */
async function run(html: string, act: (person: Person) => Promise<void>): Promise<unknown> {
  const people: Promise<void>[] = [];
  const notify = {
    name: 'pager',
    notify: async ({ link }: { readonly link: string }) => void people.push(person(link, act)),
  };
  const human = webHuman({ url: `${scenario.aws.url}/human`, notify });
  const result = await scenario
    .run(() =>
      Workflow.run({ definitionName: 'shop', human }, async () => {
        await using nova = await NovaAct.start({ startingPage: server.page(html) });
        page = nova.page;
        await nova.act('Sign in');
        return await nova.page.locator('#sent').textContent();
      }),
    )
    .catch((error: unknown) => error);
  await Promise.all(people);
  return result;
}

async function person(link: string, act: (person: Person) => Promise<void>): Promise<void> {
  const { origin, pathname, hash } = new URL(link);
  const [definitionName, questionId = '', token] = hash.slice(1).split('/');
  const claim = newSecret();
  const post = (action: string, body: object): Promise<Response> =>
    fetch(
      `${origin}${pathname.replace(/\/$/, '')}/workflows/${definitionName}/questions/${questionId}/${action}`,
      {
        method: 'POST',
        body: JSON.stringify({ token, claim, ...body }),
      },
    );
  const { url } = await (await post('take', { name: 'Ann' })).json();
  const client = await connectPage(url, { hello: { questionId, claim } });
  await client.until(({ type }) => type === 'frame');
  const press = (key: string): void => {
    for (const event of ['down', 'up'])
      client.send({ type: 'key', event, key, code: key === 'Enter' ? key : '', modifiers: 0 });
  };
  await act({ ...client, press, answer: (answer) => post('answer', { answer, name: 'Ann' }) });
  client.close();
}

const hello = ({ press }: Person): void => {
  for (const key of [...'hello', 'Enter']) press(key);
};
const human = () => scenario.events.findLast((event) => event.type === 'human');

test('what a person did just before "done" is done, though the page is busy and the person has left', async () => {
  const sent = await run(busyPage(4_000), async (ann) => {
    hello(ann);
    expect((await ann.answer('yes')).status).toBe(200);
  });
  expect(sent).toBe('hello');
  expect(human()).toMatchObject({ phase: 'answered', answer: 'yes', by: { name: 'Ann' } });
});

test('when the page does not take it, the act does not go on as if it were done, and the record says who has answered', async () => {
  const error = await run(busyPage(16_000), async (ann) => {
    hello(ann);
    expect((await ann.answer('yes')).status).toBe(200);
  });
  expect(error).toMatchObject({
    name: 'ActToolError',
    message: expect.stringContaining(
      'has not taken the last of what was done there: whether it is done is not known',
    ),
  });
  expect(human()).toMatchObject({ phase: 'answered', answer: 'yes', by: { name: 'Ann' } });
});

test('of a person who cannot do it, nothing is waited for', async () => {
  const error = await run(busyPage(3_000), async (ann) => {
    hello(ann);
    await ann.answer('no');
  });
  expect(error).toMatchObject({ name: 'UiTakeoverCanceledError' });
});

test('when the last tab is closed, the question ends with the reason, which the person is told', async () => {
  let status = 0;
  const error = await run('<title>Last</title>', async (ann) => {
    // As a page may that has a window of its own.
    await page?.close();
    expect(await ann.until(({ type }) => type === 'refused')).toMatchObject({
      message: expect.stringMatching(/^No tab is open any more/),
    });
    expect(await ann.end()).toMatch(/the last one was closed while a person had it/);
    await sleep(500);
    ({ status } = await ann.answer('yes'));
  });
  expect(error).toMatchObject({
    name: 'ActToolError',
    message: expect.stringContaining('the last one was closed while a person had it'),
  });
  expect(status).toBeGreaterThanOrEqual(400);
});
