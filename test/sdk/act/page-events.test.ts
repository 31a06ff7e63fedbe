import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type CompleteDownload, NovaAct, type NovaActOptions, Workflow } from '../../../lib/sdk/index.ts';
import { type Scenario, type ServedPage, servePage, startScenario } from '../../../lib/testing/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'page-events-'));
let page: ServedPage;
let scenario: Scenario;

beforeAll(async () => {
  page = await servePage(`<title>Files</title><a href="data:text/plain,hello" download="hello.txt">Export</a>
    <button onclick="if (confirm('Really delete?')) this.textContent = 'Removed'">Remove</button>`);
  scenario = await startScenario();
});

afterAll(async () => {
  await scenario.close();
  await page.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `work` in a session on the page, with the offline agent. */
async function inSession<T>(options: NovaActOptions, work: (nova: NovaAct) => Promise<T>): Promise<T> {
  return await scenario.run(() =>
    Workflow.run({ definitionName: 'files' }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url, ...options });
      return await work(nova);
    }),
  );
}

const events = (): readonly string[] =>
  scenario.events.flatMap((event) => (event.type === 'page' ? [event.message] : []));

test('a file that an act downloads is saved where the workflow says, and the agent and listeners hear of it', async () => {
  const file = await inSession({ downloadsDir: folder }, async (nova) => {
    const { response } = await nova.act("Click 'Export'");
    expect(response).toBe('Done: Click \'Export\'. The download of "hello.txt" is complete (5 bytes).');
    const next = await nova.nextDownload();
    expect(nova.downloads).toEqual([next]);
    expect(await nova.allDownloads()).toEqual([next]);
    return next;
  });
  expect(readFileSync(file.path, 'utf8')).toBe('hello');
  expect(events()).toContain('A download is complete (5 bytes).');
});

test('without a folder it is there until the session closes', async () => {
  const file: CompleteDownload = await inSession({}, async (nova) => {
    await nova.page.click('a');
    const next = await nova.nextDownload();
    expect(existsSync(next.path)).toBe(true);
    return next;
  });
  expect(existsSync(file.path)).toBe(false);
});

test('an act whose question was dismissed does not claim to be done; the option decides', async () => {
  await expect(inSession({}, (nova) => nova.act("Click 'Remove'"))).rejects.toThrow(
    'The page asked "Really delete?" (confirm); it was dismissed.',
  );
  expect(events()).toContain('The page opened a dialog (confirm); it was dismissed.');

  const { response } = await inSession({ dialogs: 'accept' }, (nova) => nova.act("Click 'Remove'"));
  expect(response).toBe(
    'Done: Click \'Remove\'. The page asked "Really delete?" (confirm); it was accepted.',
  );
});

test.each<readonly [string, object, RegExp]>([
  ['dialogs', { dialogs: 'dismis' }, /^dialogs is "dismis"; .* Did you mean "dismiss"\?$/],
  ['downloadsDir', { downloadsDir: '' }, /^downloadsDir is ""; it must be the path of a folder\.$/],
  ['downloadsDir', { downloadsDir: '/dev/null/x' }, /^downloadsDir cannot be used: ENOTDIR/],
  ['allowedFileUploadPaths', { allowedFileUploadPaths: ['../x'] }, /has ".."/],
])('a wrong %s is said before anything is opened', async (_name, options, message) => {
  await expect(inSession(options, async () => {})).rejects.toMatchObject({
    name: 'ValidationFailed',
    message: expect.stringMatching(message),
  });
});
