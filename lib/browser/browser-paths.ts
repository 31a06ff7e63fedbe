import path from 'node:path';

/** Files where Chrome, Chromium and Edge usually are, in the order of preference. */
export function systemBrowsers(given: {
  readonly platform: NodeJS.Platform;
  readonly env: Environment;
}): string[] {
  const { platform, env } = given;
  switch (platform) {
    case 'darwin':
      return MAC_APPS.flatMap((app) =>
        ['', env.HOME ?? ''].map((root) => `${root}/Applications/${app}.app/Contents/MacOS/${app}`),
      ).concat(onPath(env, ['chromium', 'google-chrome']));
    case 'win32':
      return WINDOWS_ROOTS.flatMap((variable) => {
        const root = env[variable];
        return root ? WINDOWS_FILES.map((parts) => path.win32.join(root, ...parts)) : [];
      });
    default:
      return [...new Set([...LINUX_FILES, ...onPath(env, LINUX_NAMES)])];
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const LINUX_NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chromium',
  'chromium-browser',
  'chromium-headless-shell',
  'chrome-headless-shell',
  'headless_shell',
  'microsoft-edge-stable',
  'microsoft-edge',
];
const LINUX_FILES = [
  '/opt/google/chrome/chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/lib64/chromium-browser/headless_shell',
  '/snap/bin/chromium',
  '/opt/microsoft/msedge/msedge',
];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Google Chrome for Testing', 'Microsoft Edge'];
const WINDOWS_FILES = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
];
/** Variables that name the folders in which programs are installed. */
export const WINDOWS_ROOTS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

/** Where these commands would be. */
export function onPath(env: Environment, names: readonly string[]): string[] {
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  return names.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)));
}
