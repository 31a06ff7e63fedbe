import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { QuestionState } from '../../../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../../../lib/contract/secret-hash.ts';
import { loopbackDoor } from '../../../../lib/sdk/human/take-over/loopback-door.ts';
import { serveTakeOver } from '../../../../lib/sdk/human/take-over/serve-take-over.ts';
import { type Human, NovaAct, type TakeOverRequest, Workflow } from '../../../../lib/sdk/index.ts';
import { agentCall, type Scenario, scriptedAgent, startScenario } from '../../../../lib/testing/index.ts';
import { type PageServer, startPageServer } from '../../../browser/support/page-server.ts';
import { zipEntries } from '../../traces/browser/zip-entries.ts';
import { connectPage } from './page-client.ts';

/** In an ordinary field, so that nothing knows it for a secret. */
const PASSWORD = 'zebraQuiver81';
const takeOver = agentCall.tool('human_UiTakeover', { message: 'Please sign in.' });

let scenario: Scenario;
let server: PageServer;
let folder: string;
const posted: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'unrecorded-'));
  server = await startPageServer();
  server.route(
    '/shop',
    '<title>Shop</title><form method=post action=/in><input id=a name=a></form><script>a.focus()</script>',
  );
  server.route('/in', (request, response) => {
    request.on('data', (data) => posted.push(String(data)));
    request.on('end', () =>
      response.setHeader('content-type', 'text/html').end('<title>In</title><h1>Welcome</h1>'),
    );
  });
  const agent = scriptedAgent([
    { prompt: 'Sign in', steps: [[agentCall.look(), takeOver], [agentCall.look()]], returns: 'done' },
    { prompt: 'Fail', steps: [[takeOver]], throws: 'broken' },
  ]);
  scenario = await startScenario({ agent });
});
afterAll(async () => {
  await Promise.all([scenario.close(), server.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Types it from elsewhere, sends it, and waits for the next page. */
async function signIn(request: TakeOverRequest): Promise<boolean> {
  const claim = newSecret();
  const holder = { at: 0, by: {}, claimHash: secretHash(claim) };
  const state: QuestionState = { status: 'open', expiresAt: request.expiresAt.getTime(), holder };
  const door = await loopbackDoor();
  using _served = serveTakeOver({ request, door, holder: async () => state });
  const url = door.channel.kind === 'loopback' ? door.channel.url : '';
  const page = await connectPage(url, { hello: { questionId: request.requestId, claim } });
  await page.until(({ type }) => type === 'frame');
  for (const letter of PASSWORD) {
    for (const event of ['down', 'up'])
      page.send({ type: 'key', event, key: letter, code: '', modifiers: 0 });
  }
  page.send({ type: 'key', event: 'down', key: 'Enter', code: 'Enter', modifiers: 0 });
  await request.page.waitForURL(/\/in$/);
  return true;
}

/** Those of the last run, by their paths: in the folder of traces, and in all that local AWS keeps. */
function files(): readonly string[] {
  return [folder, scenario.aws.store.stateDir].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(root, name))
      .filter((file) => statSync(file).isFile()),
  );
}

async function mustNotHave(file: string, word: string): Promise<void> {
  const bytes = readFileSync(file);
  const parts: [string, Buffer][] = file.endsWith('.zip') ? [...(await zipEntries(bytes))] : [[file, bytes]];
  // Also letter by letter, as calls that press keys have it.
  const letters = new RegExp([...word].map((letter) => `"key":"${letter}"`).join('[^]*'));
  for (const [name, part] of parts) {
    expect([file, name, part.includes(word)]).toEqual([file, name, false]);
    expect([file, name, part.includes(Buffer.from(word).toString('base64').slice(0, -2))]).toEqual([
      file,
      name,
      false,
    ]);
    expect([file, name, letters.test(part.toString('latin1'))]).toEqual([file, name, false]);
  }
}

async function run(prompt: string, human: Human, trace: 'on' | 'retain-on-failure'): Promise<unknown> {
  return await scenario
    .run(() =>
      Workflow.run({ definitionName: 'shop', human, trace, logsDirectory: folder }, async () => {
        await using nova = await NovaAct.start({ startingPage: `${server.origin}/shop` });
        await nova.act(prompt);
        await nova.page.click('h1');
        return undefined;
      }),
    )
    .catch((error: unknown) => error);
}

test('what a person types is in no file of the run: not in traces, nor logs, nor what local AWS keeps', async () => {
  expect(await run('Sign in', { takeOver: signIn }, 'on')).toBeUndefined();

  expect(posted).toEqual([`a=${PASSWORD}`]);
  const found = files();
  const names = found.map((file) => path.basename(file).replace(/act_[0-9a-f-]{36}/, 'act'));
  expect(names).toEqual(
    expect.arrayContaining([
      'act_Sign_in.html',
      'act_Sign_in_trace.zip',
      'act_Sign_in_until_person_1_trace.zip',
      'session_end_trace.zip',
    ]),
  );
  for (const file of found) await mustNotHave(file, PASSWORD);
  expect(JSON.stringify(scenario.events)).not.toContain(PASSWORD);
  // What came before and after it is there.
  const trace = async (name: string): Promise<string> => {
    const file = found.find((each) => each.endsWith(name)) ?? '';
    return [...(await zipEntries(readFileSync(file))).values()].map(String).join('\n');
  };
  expect(await trace('Sign_in_until_person_1_trace.zip')).toContain('/shop');
  expect(await trace('session_end_trace.zip')).toContain('Welcome');
});

test('a person at the machine is not recorded, either, and what led there is kept with a failed act only', async () => {
  posted.length = 0;
  const human: Human = {
    takeOver: async ({ page }) => {
      await page.locator('#a').pressSequentially(PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/in$/);
      return true;
    },
  };
  expect(await run('Fail', human, 'retain-on-failure')).toMatchObject({
    name: expect.stringMatching(/Error|Failed/),
  });
  expect(posted).toEqual([`a=${PASSWORD}`]);
  const found = files();
  expect(found.filter((file) => /Fail_until_person_1_trace\.zip$/.test(file))).not.toEqual([]);
  for (const file of found) await mustNotHave(file, PASSWORD);

  expect(await run('Sign in', human, 'retain-on-failure')).toBeUndefined();
  const sessions = files().filter((file) => /Sign_in_until_person_1_trace\.zip$/.test(file));
  // Those of the first test.
  expect(new Set(sessions.map((file) => path.basename(file))).size).toBe(1);
});
