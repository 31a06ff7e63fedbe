import { describe, expect, test } from '@jest/globals';
import { BrowserNotFoundError, type FindBrowserOptions, findBrowser } from '../../lib/browser/index.ts';

const own = '/cache/chromium-12/chrome-linux64/chrome';
const ownShell = '/cache/chromium_headless_shell-12/chrome-headless-shell-linux64/chrome-headless-shell';
const system = '/usr/bin/chromium';

function find(
  files: readonly string[],
  more: Partial<FindBrowserOptions> = {},
): ReturnType<typeof findBrowser> {
  return findBrowser({
    env: {},
    platform: 'linux',
    playwrightPath: own,
    isExecutable: (file) => files.includes(file),
    ...more,
  });
}

describe('where a browser is looked for', () => {
  test('an explicit path comes first, then the environment', () => {
    const env = { NOVA_ACT_BROWSER_PATH: '/env/chrome', CHROME_PATH: '/env/other' };
    const files = ['/given', '/env/chrome', '/env/other', own, system];
    expect(find(files, { executablePath: '/given', env })).toMatchObject({
      executablePath: '/given',
      source: 'option',
    });
    expect(find(files, { env })).toMatchObject({ executablePath: '/env/chrome', source: 'environment' });
    expect(find(files, { env: { CHROME_PATH: '/env/other' } }).executablePath).toBe('/env/other');
  });

  test("Playwright's own comes before those of the system", () => {
    expect(find([own, ownShell, system])).toMatchObject({
      executablePath: own,
      source: 'playwright',
      headlessOnly: false,
    });
    expect(find([ownShell, system])).toMatchObject({ executablePath: ownShell, headlessOnly: true });
    expect(find([system])).toMatchObject({ executablePath: system, source: 'system' });
  });

  test('also on the PATH, on macOS and on Windows', () => {
    expect(find(['/nix/bin/chromium'], { env: { PATH: '/bin:/nix/bin' } }).executablePath).toBe(
      '/nix/bin/chromium',
    );
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(find([mac], { platform: 'darwin' }).executablePath).toBe(mac);
    const edge = 'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe';
    expect(
      find([edge], { platform: 'win32', env: { PROGRAMFILES: 'C:\\Program Files' } }).executablePath,
    ).toBe(edge);
  });
});

describe('when there is none', () => {
  test('the error lists where it was looked for and how to get one', () => {
    expect(() => find([])).toThrow(BrowserNotFoundError);
    expect(() => find([])).toThrow(/npx playwright-core install chromium-headless-shell/);
    expect(() => find([])).toThrow(/apt-get install -y chromium-headless-shell/);
    expect(() => find([])).toThrow(system);
  });

  test('a path that was named wrongly is not replaced by another browser', () => {
    expect(() => find([system], { env: { CHROME_PATH: '/wrong' } })).toThrow(
      /\/wrong, which the environment variable CHROME_PATH names/,
    );
  });
});
