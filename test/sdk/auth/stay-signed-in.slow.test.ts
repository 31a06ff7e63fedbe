import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LOCAL_BUCKET } from '../../../lib/contract/local-account.ts';
import {
  agentCoreProfile,
  type Browser,
  cdpBrowser,
  localBrowser,
  NovaAct,
  type NovaActOptions,
  playwrightBrowser,
  type StorageStateAuth,
  s3StorageState,
  storageStateFile,
  Workflow,
} from '../../../lib/sdk/index.ts';
import { type Scenario, startScenario } from '../../../lib/testing/index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'signed-in-'));
let scenario: Scenario;
let url = '';

/** A site whose session lives in a cookie that scripts cannot see, and in the local storage. */
const site = createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  if (request.url === '/sign-in') response.setHeader('set-cookie', 'session=s3cr3t; HttpOnly; Path=/');
  const who = request.headers.cookie === 'session=s3cr3t' ? 'Welcome back' : 'Please sign in';
  response.end(`<title>Shop</title><h1>${who}</h1><p></p>
    <button onclick="fetch('/sign-in').then(() => { localStorage.basket = 'three books'; document.querySelector('h1').textContent = 'Done' })">Sign in</button>
    <script>document.querySelector('p').textContent = localStorage.basket ?? 'nothing'</script>`);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
  scenario = await startScenario();
});
afterAll(async () => {
  await scenario.close();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const run = <R>(work: () => Promise<R>): Promise<R> =>
  scenario.run(() => Workflow.run({ definitionName: 'signs-in' }, work));
const start = (options: NovaActOptions): Promise<NovaAct> => NovaAct.start({ startingPage: url, ...options });

describe('a session with auth', () => {
  test('is signed in as the one before it was', async () => {
    const file = path.join(folder, 'new', 'sign-in.json');
    const auth = storageStateFile({ path: file });
    await run(async () => {
      await using nova = await start({ auth });
      expect(await nova.page.textContent('h1')).toBe('Please sign in');
      await nova.act("Click the 'Sign in' button", { saveAuth: true });
      // Kept already, in the middle of the session.
      expect(await readFile(file, 'utf8')).toContain('s3cr3t');
      await nova.page.evaluate(() => Object.assign(localStorage, { basket: 'four books' }));
    });
    await run(async () => {
      await using nova = await start({ auth: { ...auth, save: undefined } });
      expect(await nova.page.textContent('h1')).toBe('Welcome back');
      expect(await nova.page.textContent('p')).toBe('four books');
      await expect(nova.act('Look around', { saveAuth: true })).rejects.toThrow(/saveAuth needs a place/);
    });
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    expect((statSync(path.dirname(file)).mode & 0o777).toString(8)).toBe('700');
    expect(JSON.stringify(scenario.events)).not.toContain('s3cr3t');
  });

  test('finds on local AWS what it has kept in S3', async () => {
    const auth = s3StorageState({ bucket: LOCAL_BUCKET, profile: 'shop' });
    const options = { signal: AbortSignal.timeout(5_000), onWarning: () => {} };
    expect(await auth.load(options)).toBe(undefined);
    await auth.save?.({ cookies: [], origins: [] }, options);
    expect(await auth.load(options)).toEqual({ cookies: [], origins: [] });
  });

  test('whose start fails leaves what was kept as it is', async () => {
    const file = path.join(folder, 'kept.json');
    const text = '{"cookies":[],"origins":[{"origin":"https://shop.example","localStorage":[]}]}';
    writeFileSync(file, text, { mode: 0o600 });
    const starting = run(() =>
      start({ startingPage: 'http://127.0.0.1:9/', auth: storageStateFile({ path: file }) }),
    );
    await expect(starting).rejects.toMatchObject({ name: 'StartFailed' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});

describe('sign-ins that cannot be kept', () => {
  const full: StorageStateAuth = {
    name: 'the vault',
    load: async () => undefined,
    save: async () => {
      throw new Error('the disk is full');
    },
  };
  const error = {
    name: 'BrowserAuthError',
    message: 'The sign-ins could not be saved to the vault: the disk is full',
  };

  test.each<[string, (nova: NovaAct) => Promise<unknown>]>([
    ['when the run closes the session', async () => 'a result'],
    ['when its author closes it', (nova) => nova.close()],
  ])('fail the run %s', async (_when, work) => {
    const running = run(async () => await work(await start({ startingPage: undefined, auth: full })));
    await expect(running).rejects.toMatchObject(error);
    expect(scenario.runs().at(-1)?.status).toBe('FAILED');
  });

  test('are told besides what else has failed', async () => {
    const running = run(async () => {
      await start({ startingPage: undefined, auth: full });
      throw new Error('no such book');
    });
    await expect(running).rejects.toThrow('no such book');
    expect(scenario.events).toContainEqual({ type: 'log', level: 'error', message: error.message });
  });

  test('leave the first error what it is at the end of a scope', async () => {
    const first = Object.assign(new Error('no such page'), { code: 'NO_PAGE' });
    const running = run(async () => {
      const nova = await start({ startingPage: undefined, auth: full });
      // What compilers make of `await using`.
      const closing = await nova[Symbol.asyncDispose]().catch((reason: unknown) => reason);
      const suppressed = { name: 'SuppressedError', error: closing, suppressed: first };
      throw Object.assign(new Error('An error was suppressed during disposal'), suppressed);
    });
    await expect(running).rejects.toBe(first);
    const message = expect.stringMatching(/end of a scope threw: BrowserAuthError: .*: the disk is full/);
    expect(scenario.events).toContainEqual({ type: 'log', level: 'error', message });
  });
});

describe('no browser is opened', () => {
  const neverOpened: Browser = { kind: 'local', open: () => Promise.reject(new Error('it was opened')) };
  const touched = (): never => {
    throw new Error('it was touched');
  };
  const untouched = {
    ...{ browser: () => null, addInitScript: touched, setStorageState: touched },
    ...{ pages: touched, newPage: touched, newCDPSession: touched },
  };
  const file = (): StorageStateAuth => storageStateFile({ path: path.join(folder, 'damaged.json') });

  test('for sign-ins that are damaged', async () => {
    writeFileSync(path.join(folder, 'damaged.json'), '{"cookies":[{"value":"s3cr3t"', { mode: 0o600 });
    await expect(run(() => start({ browser: neverOpened, auth: file() }))).rejects.toMatchObject({
      name: 'BrowserAuthError',
      message: expect.stringMatching(
        /damaged\.json: it is damaged, .* it is not JSON\. .* remove it to begin/,
      ),
    });
  });

  test('for a place that gives a text', async () => {
    const auth = Object.assign({ name: 'the vault' }, { load: (): never => '{}' as never });
    await expect(run(() => start({ browser: neverOpened, auth }))).rejects.toMatchObject({
      name: 'BrowserAuthError',
      message: expect.stringContaining('from the vault: load() gave something else than a storage state'),
    });
  });

  test.each<[string, () => object, RegExp]>([
    [
      'agentCoreProfile with a local browser',
      () => ({ auth: agentCoreProfile({ profileId: 'shop-a1B2c3D4e5' }), browser: neverOpened }),
      /not that of AgentCore \(it is "local"\)/,
    ],
    [
      'agentCoreProfile without a profile',
      () => ({ auth: agentCoreProfile() }),
      /Pass `profileId`, or set NOVA_ACT_BROWSER_PROFILE/,
    ],
    [
      'a browser that keeps its profile folder',
      () => ({ auth: file(), browser: localBrowser({ userDataDir: folder }) }),
      /`userDataDir` keeps them there itself/,
    ],
    [
      'a browser of other people',
      () => ({ auth: file(), browser: cdpBrowser({ endpointUrl: 'http://127.0.0.1:9' }) }),
      /those of everybody who uses it/,
    ],
    [
      'a page of one’s own, whose context would lose what it has',
      () => ({ auth: file(), browser: playwrightBrowser(untouched) }),
      /is yours, with the sign-ins that it has/,
    ],
    [
      'a place without load()',
      () => ({ auth: { name: 'x', load: 'y' } }),
      /auth\.load is "y"; it must be a function/,
    ],
    ['a place without a name', () => ({ auth: { load: () => undefined } }), /auth\.name is nothing/],
    [
      'a place with an unknown key',
      () => ({ auth: { name: 'x', load: () => undefined, safe: 1 } }),
      /auth has no option "safe"\. Did you mean "save"\?/,
    ],
    ['a place that was not awaited', () => ({ auth: Promise.resolve(file()) }), /auth is a promise/],
    ['a path in place of auth', () => ({ auth: 'sign-in.json' }), /one of storageStateFile\(…\)/],
  ])('for %s', async (_name, options, message) => {
    const starting = run(() => start(options() as NovaActOptions));
    await expect(starting).rejects.toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringMatching(message),
    });
  });
});
