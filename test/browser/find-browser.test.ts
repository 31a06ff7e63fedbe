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

describe('a channel', () => {
  const files = ['/opt/google/chrome-beta/chrome', '/given', own, system];

  test('is a build by its name, from the option or the environment; Playwright has its own', () => {
    expect(find(files, { channel: 'chrome-beta' })).toMatchObject({
      executablePath: files[0],
      source: 'option',
    });
    const env = { NOVA_ACT_CHROME_CHANNEL: 'chrome-beta' };
    expect(find(files, { env })).toMatchObject({ executablePath: files[0], source: 'environment' });
    expect(find(files, { env, executablePath: '/given' }).executablePath).toBe('/given');
    expect(find(files, { channel: 'chromium' }).executablePath).toBe(own);
    const canary = '/Applications/Google Chrome Canary.app/Contents/MacOS/Google Chrome Canary';
    expect(find([canary], { channel: 'chrome-canary', platform: 'darwin' }).executablePath).toBe(canary);
    const edge = 'C:\\Program Files\\Microsoft\\Edge SxS\\Application\\msedge.exe';
    const windows = { platform: 'win32' as const, env: { PROGRAMFILES: 'C:\\Program Files' } };
    expect(find([edge], { channel: 'msedge-canary', ...windows }).executablePath).toBe(edge);
  });

  test('that is not installed is an error that says where it was looked for; no other browser is taken', () => {
    const looked = () => find(files, { channel: 'msedge', env: { PATH: '/bin' } });
    expect(looked).toThrow(BrowserNotFoundError);
    expect(looked).toThrow(
      /^The browser "msedge" is not installed, which the option channel names\. Get it with: npx playwright-core install msedge\n/,
    );
    expect(looked).toThrow(
      /Looked for:\n {2}\/opt\/microsoft\/msedge\/msedge\n {2}\/bin\/microsoft-edge-stable/,
    );
  });

  test.each<readonly [object, string]>([
    [
      { NOVA_ACT_CHROME_CHANNEL: 'chromebeta' },
      'NOVA_ACT_CHROME_CHANNEL is "chromebeta". It must be one of chromium, chrome, chrome-beta, chrome-dev, chrome-canary, msedge, msedge-beta, msedge-dev, msedge-canary. Did you mean "chrome-beta"?',
    ],
    [
      { NOVA_ACT_CHROME_CHANNEL: 'chrome', NOVA_ACT_BROWSER_PATH: '/x' },
      'NOVA_ACT_CHROME_CHANNEL and NOVA_ACT_BROWSER_PATH both name a browser.',
    ],
  ])('%j is refused', (env, message) => {
    expect(() => find(files, { env: { ...env } })).toThrow(message);
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
