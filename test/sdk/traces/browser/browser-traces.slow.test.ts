import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../../../lib/browser/index.ts';
import { knownSecrets } from '../../../../lib/contract/known-secrets.ts';
import {
  cdpBrowser,
  localBrowser,
  NovaAct,
  type NovaActOptions,
  playwrightBrowser,
  StartFailed,
  type TraceFile,
  type TraceSink,
  ValidationFailed,
  Workflow,
  type WorkflowOptions,
} from '../../../../lib/sdk/index.ts';
import { agentCall, type Scenario, scriptedAgent, startScenario } from '../../../../lib/testing/index.ts';
import { zipEntries } from './zip-entries.ts';

const SECRET = 'c0rrect&horse"battery';
const box = { x: 20, y: 20, width: 200, height: 40 };
const agent = scriptedAgent([
  { prompt: /^Look/, returns: 'seen' },
  { prompt: /^Type/, steps: [[agentCall.type('red shoes', box)]], returns: 'typed' },
  { prompt: /^Break/, steps: [[agentCall.tool('none', {})]], throws: 'no shoes' },
]);

/** Sends what was typed, and shows what comes back, each in another form. */
const PAGE = `<!doctype html><title>Shop</title>
  <input id="field" style="position:absolute;left:20px;top:20px;width:200px;height:40px">
  <input id="password" type="password" style="position:absolute;left:20px;top:80px">
  <pre id="answer" style="margin-top:120px"></pre>
  <script>
    async function send() {
      const text = document.querySelector('#password').value;
      const answer = await fetch('/echo?' + new URLSearchParams({ p: text }), {
        method: 'POST',
        body: JSON.stringify({ password: text }),
        headers: { authorization: 'Basic ' + btoa('ann:' + text), 'x-mine': btoa('xy' + text) },
      });
      document.querySelector('#answer').textContent = await answer.text();
      document.cookie = 'token=' + ['unknown', 'cookie'].join('-');
      console.log('sent', { text });
    }
  </script>`;

/** Of this file only, so that what is left in it is its own. */
const temporary = mkdtempSync(path.join(tmpdir(), 'browser-traces-'));
const { TMPDIR } = process.env;
let server: Server;
let url: string;
let scenario: Scenario;
beforeAll(async () => {
  process.env.TMPDIR = temporary;
  knownSecrets.add(SECRET, 'SHOP_ARN');
  server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    response.setHeader('set-cookie', 'sid=unknown-cookie; HttpOnly');
    if (!request.url?.startsWith('/echo')) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(PAGE);
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ got: body, url: request.url, again: Buffer.from(`ann:${SECRET}`).toString('base64') }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  scenario = await startScenario({ agent });
});
afterAll(async () => {
  await scenario.close();
  server.closeAllConnections();
  server.close();
  process.env.TMPDIR = TMPDIR;
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  rmSync(temporary, { recursive: true, force: true });
});

/** Keeps what it is given. */
function memory(): TraceSink & { readonly files: TraceFile[] } {
  const files: TraceFile[] = [];
  return { name: 'memory', files, put: async (file) => void files.push(file) };
}

const tracesOf = (files: readonly TraceFile[]): readonly string[] =>
  files
    .filter(({ kind }) => kind === 'browser-trace')
    .map(({ name }) => name.replace(/^act_[0-9a-f-]{36}/, 'act'));

const left = (): readonly string[] =>
  readdirSync(temporary).filter((name) => name.startsWith('nova-act-trace-'));
const said = (from = 0): readonly string[] =>
  scenario.events.slice(from).flatMap((event) => (event.type === 'log' ? [event.message] : []));

/** A run with one session. @returns whether it has succeeded */
async function run(
  options: Partial<WorkflowOptions> & { readonly session?: NovaActOptions },
  work: (nova: NovaAct) => Promise<unknown>,
): Promise<unknown> {
  const { session, ...given } = options;
  return await scenario
    .run(() =>
      Workflow.run({ definitionName: 'shop', ...given }, async () => {
        await using nova = await NovaAct.start({ startingPage: url, ...session });
        await work(nova);
        return undefined;
      }),
    )
    .catch((error: unknown) => error);
}

const ignored = (): undefined => undefined;

describe('on local AWS, "on"', () => {
  test('there is a trace of each act and of what came after, in its bucket, without the secret in any form', async () => {
    await run({ trace: 'on' }, async (nova) => {
      await nova.act('Look around');
      await nova.page.fill('#password', SECRET);
      await nova.page.locator('#field').pressSequentially(SECRET.slice(0, 9));
      for (const key of SECRET) await nova.page.keyboard.type(key);
      await nova.page.evaluate('send()');
      await nova.page.waitForSelector('pre:has-text("got")');
      await nova.act('Break it').catch(ignored);
      await nova.act('Type something');
      await nova.page.title();
    });

    const bucket = path.join(scenario.aws.store.stateDir, 'artifacts');
    const zips = readdirSync(bucket, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.zip'),
    );
    expect(zips.map((name) => name.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*')).sort()).toEqual([
      'shop/runs/*/sessions/*/act_*_Break_it_trace.zip',
      'shop/runs/*/sessions/*/act_*_Look_around_trace.zip',
      'shop/runs/*/sessions/*/act_*_Type_something_trace.zip',
      'shop/runs/*/sessions/*/session_end_trace.zip',
    ]);
    const forms = [
      SECRET,
      JSON.stringify(SECRET).slice(1, -1),
      JSON.stringify(JSON.stringify(SECRET)).slice(3, -3),
      encodeURIComponent(SECRET),
      'c0rrect&amp;horse&quot;battery',
      ...['', 'ann:', 'xy'].map((start) => Buffer.from(`${start}${SECRET}`).toString('base64').slice(6, -4)),
      'unknown-cookie',
    ];
    for (const zip of zips) {
      const entries = await zipEntries(readFileSync(path.join(bucket, zip)));
      for (const [name, bytes] of entries) {
        for (const form of forms) expect([name, bytes.includes(form)]).toEqual([name, false]);
        for (const form of forms)
          expect([name, bytes.includes(Buffer.from(form, 'utf16le'))]).toEqual([name, false]);
      }
      const lines = (entries.get('trace.trace')?.toString() ?? '').trim().split('\n');
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'context-options', browserName: 'chromium' });
    }
    const ofBreak = await zipEntries(
      readFileSync(path.join(bucket, zips.find((name) => name.includes('Break')) ?? '')),
    );
    expect(ofBreak.get('trace.trace')?.toString()).toMatch(
      /"method":"fill","params":{[^}]*"value":"\[secret\]"/,
    );
    expect(ofBreak.get('trace.network')?.toString()).toContain('/echo?p=[secret]');
    expect([...ofBreak.keys()].some((name) => name.startsWith('screencast/'))).toBe(true);
    expect(scenario.events.at(-1)).not.toHaveProperty('unstored');
    expect(left()).toEqual([]);
  });
});

describe('"retain-on-failure"', () => {
  const trace = 'retain-on-failure';

  test('keeps nothing of a run in which nothing failed', async () => {
    const artifacts = memory();
    expect(await run({ trace, artifacts }, (nova) => nova.act('Look'))).toBeUndefined();
    expect(tracesOf(artifacts.files)).toEqual([]);
    expect(left()).toEqual([]);
  });

  test('keeps acts that failed, and what came after the last when the run fails outside an act', async () => {
    const artifacts = memory();
    const error = await run({ artifacts, session: { trace } }, async (nova) => {
      await nova.act('Look');
      await nova.act('Break').catch(ignored);
      await nova.act('Look again');
      await nova.goToUrl(`${url}#after`);
      throw new Error('between acts');
    });
    expect(error).toMatchObject({ message: 'between acts' });
    expect(tracesOf(artifacts.files)).toEqual(['act_Break_trace.zip', 'session_end_trace.zip']);
    const end = await zipEntries(artifacts.files.at(-1)?.body ?? new Uint8Array());
    expect(end.get('trace.trace')?.toString()).toContain('#after');
  });

  test('keeps why a session did not start', async () => {
    const artifacts = memory();
    const error = await run(
      { trace, artifacts, session: { startingPage: 'http://127.0.0.1:9/' } },
      async () => undefined,
    );
    expect(error).toBeInstanceOf(StartFailed);
    expect(tracesOf(artifacts.files)).toEqual(['session_end_trace.zip']);
  });
});

describe('a context that somebody else has', () => {
  /** Works with a page of Playwright's. */
  async function withPage(work: (page: Page) => Promise<unknown>): Promise<void> {
    const { executablePath } = findBrowser();
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const context = await browser.newContext({ viewport: { width: 1600, height: 813 } });
      await work(await context.newPage());
    } finally {
      await browser.close();
    }
  }

  test('and records: it is left alone, with its sources, and the session says so once', async () => {
    const artifacts = memory();
    const from = scenario.events.length;
    const file = path.join(scenario.aws.store.stateDir, 'own.zip');
    await withPage(async (page) => {
      await page.context().tracing.start({ snapshots: true, sources: true });
      await run({ trace: 'on', artifacts, session: { browser: playwrightBrowser(page) } }, async (nova) => {
        await nova.act('Look');
        await nova.act('Look again');
      });
      await page.title();
      await page.context().tracing.stop({ path: file });
    });
    const own = await zipEntries(readFileSync(file));
    expect(own.get('trace.trace')?.toString()).toContain(url);
    expect([...own.keys()].some((name) => name.startsWith('src/'))).toBe(true);
    expect(tracesOf(artifacts.files)).toEqual([]);
    const notTraced = said(from).filter((message) =>
      message.startsWith('The session is not traced: the program'),
    );
    expect(notTraced).toHaveLength(1);
    expect(scenario.events.at(-1)).toMatchObject({ unstored: notTraced });
    rmSync(file);
  });

  test('is recorded once by two sessions, can be recorded by its owner afterwards, and what its owner stops is told', async () => {
    const artifacts = memory();
    const from = scenario.events.length;
    await withPage(async (page) => {
      const other = await page.context().newPage();
      await run({ trace: 'on', artifacts, session: { browser: playwrightBrowser(page) } }, async (nova) => {
        await using second = await NovaAct.start({ browser: playwrightBrowser(other) });
        await second.act('Look');
        await nova.act('Look');
      });
      expect(tracesOf(artifacts.files)).toEqual(['act_Look_trace.zip', 'session_end_trace.zip']);
      const notTraced = said(from).filter((message) =>
        message.startsWith('A session is not traced: another'),
      );
      expect(scenario.events.at(-1)).toMatchObject({ status: 'SUCCEEDED', unstored: notTraced });
      expect(notTraced).toHaveLength(1);
      expect(said(from)).toContainEqual(expect.stringMatching(/the other tabs that are open/));

      await run({ trace: 'on', artifacts, session: { browser: playwrightBrowser(page) } }, async (nova) => {
        await page.context().tracing.stop();
        expect((await nova.act('Look')).response).toBe('seen');
        await nova.act('Look');
      });
      expect(scenario.events.at(-1)).toMatchObject({
        status: 'SUCCEEDED',
        unstored: [
          expect.stringMatching(
            /_Look_trace\.zip is lost, and the session is not traced any more: the program has stopped it$/,
          ),
        ],
      });
      await page.context().tracing.start({});
      await page.context().tracing.stop();
    });
  });
});

test('a browser that was connected to is recorded, and one that dies holds nothing up', async () => {
  const artifacts = memory();
  const { executablePath } = findBrowser();
  const args = ['--no-sandbox', '--remote-debugging-port=0'];
  const served = await chromium.launchServer({ executablePath, args });
  const profile = /--user-data-dir=(\S+)/.exec(served.process().spawnargs.join(' '))?.[1] ?? '';
  const [port] = readFileSync(path.join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  const browser = cdpBrowser({ endpointUrl: `http://127.0.0.1:${port}` });
  let diedAtMs = 0;
  const from = scenario.events.length;
  await run({ trace: 'on', artifacts, session: { browser, ignoreScreenSize: true } }, async (nova) => {
    await nova.act('Look');
    await served.kill();
    diedAtMs = performance.now();
    await nova.act('Look').catch(ignored);
  });
  expect(performance.now() - diedAtMs).toBeLessThan(10_000);
  const [first] = artifacts.files.filter(({ kind }) => kind === 'browser-trace');
  expect((await zipEntries(first?.body ?? new Uint8Array())).get('trace.trace')?.toString()).toContain(url);
  // What Playwright still had of the last moments is there, or it is told that it is not.
  const ends = artifacts.files.filter(({ kind }) => kind === 'browser-trace').length - 1;
  expect(ends + said(from).filter((message) => /trace\.zip.* is lost/.test(message)).length).toBeGreaterThan(
    0,
  );
});

test('without a place there is an error before a browser starts', async () => {
  const browser = { ...localBrowser(), open: () => Promise.reject(new Error('opened')) };
  const error = await run({ trace: 'on', artifacts: false, session: { browser } }, async () => undefined);
  expect(error).toBeInstanceOf(ValidationFailed);
  expect(error).toMatchObject({
    message: expect.stringMatching(/^trace is "on", but there is no place for traces\. Give `logsDirectory`/),
  });
});

test('a variable that is wrong is an error of the sessions that go by it', async () => {
  process.env.NOVA_ACT_TRACE = 'maybe';
  try {
    expect(await run({ session: { trace: 'off' } }, async () => undefined)).toBeUndefined();
    expect(await run({}, async () => undefined)).toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringMatching(/^NOVA_ACT_TRACE is "maybe"/),
    });
  } finally {
    delete process.env.NOVA_ACT_TRACE;
  }
});

test('in a folder they are beside the other files of the session, for their owner only', async () => {
  const logsDirectory = path.join(scenario.aws.store.stateDir, 'logs');
  await run({ trace: 'on', artifacts: false, logsDirectory }, (nova) => nova.act('Look'));
  const names = readdirSync(logsDirectory, { recursive: true, encoding: 'utf8' }).map((name) =>
    path.basename(name).replace(/^act_[0-9a-f-]{36}/, 'act'),
  );
  expect(names).toEqual(
    expect.arrayContaining(['act_Look.html', 'act_Look_trace.zip', 'session_end_trace.zip']),
  );
});
