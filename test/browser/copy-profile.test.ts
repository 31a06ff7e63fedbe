import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { copyProfile } from '../../lib/browser/copy-profile.ts';
import { type LocalBrowserOptions, localBrowser } from '../../lib/browser/index.ts';
import { browsersOf } from './support/processes.ts';

const COOKIE = { name: 'a', value: '1', url: 'http://127.0.0.1/', expires: Date.now() / 1000 + 1000 };

let folder = '';
let userDataDir = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'copy-profile-'));
  userDataDir = path.join(folder, 'chrome');
  await using browser = await localBrowser({ userDataDir, onNotice: () => {} }).open();
  await browser.context.addCookies([COOKIE]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a browser works on a copy of a profile, which is private and goes with it; the original stays as it is', async () => {
  const before = readdirSync(path.join(userDataDir, 'Default'));
  const open = { userDataDir, copyProfile: true, profileDirectory: 'Default', onNotice: () => {} };
  const browser = await localBrowser(open).open();
  const [copy = ''] = browsersOf(process.pid).map(({ profile }) => profile);
  expect(copy).not.toBe(userDataDir);
  expect(statSync(copy).mode & 0o777).toBe(0o700);
  expect(await browser.context.cookies()).toMatchObject([{ name: 'a', value: '1' }]);
  await browser.context.addCookies([{ ...COOKIE, name: 'b' }]);

  await browser.close();
  expect(existsSync(copy)).toBe(false);
  expect(readdirSync(path.join(userDataDir, 'Default'))).toEqual(before);
});

test('locks, caches and other profiles are not copied', async () => {
  const chrome = path.join(folder, 'many');
  for (const file of [
    'Local State',
    'Default/Preferences',
    'Default/Cookies',
    'Default/Code Cache/x',
    'Other/Preferences',
  ]) {
    mkdirSync(path.dirname(path.join(chrome, file)), { recursive: true });
    writeFileSync(path.join(chrome, file), '');
  }
  symlinkSync('somebody-1', path.join(chrome, 'SingletonLock'));
  const { signal } = new AbortController();
  const copy = await copyProfile({ userDataDir: chrome }, { onFolder: () => {}, signal });
  expect(readdirSync(copy, { recursive: true }).sort()).toEqual([
    'Default',
    'Default/Cookies',
    'Default/Preferences',
    'Local State',
  ]);
  rmSync(copy, { recursive: true });
});

test.each<readonly [LocalBrowserOptions, RegExp]>([
  [{ copyProfile: true }, /^copyProfile was given without userDataDir\. Say in userDataDir where/],
  [{ profileDirectory: 'Default' }, /^profileDirectory was given without userDataDir\./],
  [{ userDataDir: '/dev', profileDirectory: '../x' }, /^profileDirectory is "\.\.\/x"\. It must be the name/],
  [
    { userDataDir: '/dev', copyProfile: true },
    /^There is no profile "Default" of Chrome in \/dev\. Its profiles: none\. chrome:/,
  ],
  [
    { channel: 'chrome', executablePath: '/x' },
    /^channel and executablePath both name a browser\. Leave one/,
  ],
])('%j is refused before anything is opened', (options, message) => {
  expect(() => localBrowser(options)).toThrow(message);
});

test('a profile that is not there: the error names those that are', () => {
  const open = (): unknown => localBrowser({ userDataDir, copyProfile: true, profileDirectory: 'Defualt' });
  expect(open).toThrow(
    /^There is no profile "Defualt" of Chrome in .*\. Its profiles: Default\. Did you mean "Default"\?$/,
  );
});
