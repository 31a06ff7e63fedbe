import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { VARIABLE } from '../contract/variables.ts';
import { systemBrowsers } from './browser-paths.ts';
import type { BrowserChannel } from './channels.ts';
import { BrowserNotFoundError } from './errors.ts';
import { channelNotFound, filesOf, namedChannel } from './named-channel.ts';

/**
 * Finds a Chromium: an explicit path or channel, the environment, Playwright's own download, then Chrome, Chromium or Edge
 * of the system. Only looks; launches nothing.
 * @throws BrowserNotFoundError when there is none. Its message says how to get one.
 * @throws BrowserOptionsError when it is named in a way that cannot be meant.
 */
export function findBrowser(options: FindBrowserOptions = {}): FoundBrowser {
  const env = options.env ?? process.env;
  const platform = options.platform ?? process.platform;
  const isExecutable = options.isExecutable ?? isExecutableFile;
  const found = (executablePath: string, source: FoundBrowser['source']): FoundBrowser => ({
    executablePath,
    source,
    headlessOnly: /headless[-_]shell/i.test(path.basename(executablePath)),
  });

  const playwrightPath = 'playwrightPath' in options ? options.playwrightPath : playwrightChromium();
  const channel = namedChannel(options, env);
  if (channel !== undefined) {
    const files = filesOf(channel.name, { platform, env, playwrightPath });
    const file = files.find(isExecutable);
    if (file !== undefined) return found(file, channel.source);
    // Another browser would be another one than was asked for.
    throw new BrowserNotFoundError(channelNotFound(channel, files), { lookedIn: files });
  }
  const named = namedBrowser(options.executablePath, env);
  if (named !== undefined) {
    if (isExecutable(named.file)) return found(named.file, named.source);
    // A wrong path is a mistake to mend, not a reason to run some other browser.
    throw new BrowserNotFoundError(
      `There is no browser at ${named.file}, which ${named.by} names.\nCorrect the path, or leave it out to use any installed browser.`,
      { lookedIn: [named.file] },
    );
  }

  const own = playwrightPath === undefined ? [] : [playwrightPath, ...headlessShellsBeside(playwrightPath)];
  const system = systemBrowsers({ platform, env });
  for (const file of own) if (isExecutable(file)) return found(file, 'playwright');
  for (const file of system) if (isExecutable(file)) return found(file, 'system');
  throw notFound({ lookedIn: [...own, ...system], platform });
}

/** Where a browser was found. */
export interface FoundBrowser {
  readonly executablePath: string;
  readonly source: 'option' | 'environment' | 'playwright' | 'system';
  /** A build that cannot show a window. */
  readonly headlessOnly: boolean;
}

export interface FindBrowserOptions {
  /** Looked at first; nothing else is tried when it is given. */
  readonly executablePath?: string | undefined;
  /** The same, by the name of a build. */
  readonly channel?: BrowserChannel | undefined;
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform | undefined;
  /** Where Playwright keeps its own Chromium. @default what playwright-core says */
  readonly playwrightPath?: string | undefined;
  /** Says whether a path is a file that can be run. @default looks at the disk */
  readonly isExecutable?: ((file: string) => boolean) | undefined;
}

/** Environment variables that name a browser, the first one wins. */
export const BROWSER_PATH_VARIABLES: readonly string[] = [VARIABLE.browserPath, 'CHROME_PATH'];

function namedBrowser(
  executablePath: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): { file: string; source: 'option' | 'environment'; by: string } | undefined {
  if (executablePath) return { file: executablePath, source: 'option', by: 'the option executablePath' };
  for (const variable of BROWSER_PATH_VARIABLES) {
    const file = env[variable];
    if (file) return { file, source: 'environment', by: `the environment variable ${variable}` };
  }
  return undefined;
}

function playwrightChromium(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    // Playwright has no build for this system.
    return undefined;
  }
}

/** Playwright keeps its headless shell in a folder of the same revision beside the full browser. */
function headlessShellsBeside(chromiumPath: string): string[] {
  const parts = /^(.*[\\/])chromium-(\d+)[\\/]chrome-([^\\/]+)[\\/]/.exec(chromiumPath);
  if (parts === null) return [];
  const [, root = '', revision = '', system = ''] = parts;
  const folder = `${root}chromium_headless_shell-${revision}`;
  const suffix = system.startsWith('win') ? '.exe' : '';
  return [
    path.join(folder, `chrome-headless-shell-${system}`, `chrome-headless-shell${suffix}`),
    path.join(folder, `chrome-${system}`, `headless_shell${suffix}`),
    path.join(folder, 'chrome-linux', 'headless_shell'),
  ];
}

function notFound(given: { lookedIn: readonly string[]; platform: NodeJS.Platform }): BrowserNotFoundError {
  const message = [
    'No Chromium, Chrome or Edge was found on this machine. Get one with any of:',
    ...installCommands(given.platform).map((command) => `  ${command}`),
    `or name one you have with ${VARIABLE.browserPath}=/path/to/chrome.`,
    'Looked for:',
    ...given.lookedIn.map((file) => `  ${file}`),
  ].join('\n');
  return new BrowserNotFoundError(message, { lookedIn: given.lookedIn });
}

/** Commands that install a browser, the one that needs the least first. */
export function installCommands(platform: NodeJS.Platform = process.platform): readonly string[] {
  const everywhere = 'npx playwright-core install chromium-headless-shell';
  switch (platform) {
    case 'linux':
      return [
        everywhere,
        'sudo apt-get install -y chromium-headless-shell   (Debian; on Ubuntu and older Debian: chromium)',
        'sudo dnf install -y chromium-headless   (Fedora)',
      ];
    case 'darwin':
      return [everywhere, 'brew install --cask google-chrome'];
    case 'win32':
      return [everywhere, 'winget install Google.Chrome'];
    default:
      return [everywhere];
  }
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not allowed: either way it cannot be run.
    return false;
  }
}
