import path from 'node:path';
import { show } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';
import { onPath, WINDOWS_ROOTS } from './browser-paths.ts';
import { BrowserOptionsError } from './errors.ts';

/** Builds of browsers that a machine may have beside each other. */
export const BROWSER_CHANNELS = [
  'chromium',
  'chrome',
  'chrome-beta',
  'chrome-dev',
  'chrome-canary',
  'msedge',
  'msedge-beta',
  'msedge-dev',
  'msedge-canary',
] as const;

/** A build of Chrome or Edge, where its installer puts it; `chromium` is Playwright's own. */
export type BrowserChannel = (typeof BROWSER_CHANNELS)[number];

/**
 * Where a channel is installed: where Playwright looks, too, and on the PATH.
 *
 * @see https://playwright.dev/docs/browsers#google-chrome--microsoft-edge
 */
export function channelFiles(
  channel: Exclude<BrowserChannel, 'chromium'>,
  given: { readonly platform: NodeJS.Platform; readonly env: Readonly<Record<string, string | undefined>> },
): readonly string[] {
  const { linux, commands, mac, windows } = PLACES[channel];
  const { platform, env } = given;
  switch (platform) {
    case 'darwin':
      return ['', env.HOME ?? ''].map((root) => `${root}/Applications/${mac}.app/Contents/MacOS/${mac}`);
    case 'win32':
      return WINDOWS_ROOTS.flatMap((variable) => {
        const root = env[variable];
        return root ? [path.win32.join(root, ...windows)] : [];
      });
    default:
      return [...(linux === undefined ? [] : [linux]), ...onPath(env, commands)];
  }
}

/** @param name - who names it, as its author writes it @throws BrowserOptionsError when there is no such channel */
export function checkChannel(name: string, value: unknown): asserts value is BrowserChannel {
  if (BROWSER_CHANNELS.some((channel) => channel === value)) return;
  const near = typeof value === 'string' ? didYouMean(value, BROWSER_CHANNELS) : undefined;
  throw new BrowserOptionsError({
    what: `${name} is ${show(value)}.`,
    allowed: `It must be one of ${BROWSER_CHANNELS.join(', ')}.`,
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  });
}

interface Places {
  readonly linux: string | undefined;
  readonly commands: readonly string[];
  /** The name of the app. */
  readonly mac: string;
  readonly windows: readonly string[];
}

const PLACES: Readonly<Record<Exclude<BrowserChannel, 'chromium'>, Places>> = {
  chrome: chrome('', 'chrome', ['google-chrome-stable', 'google-chrome']),
  'chrome-beta': chrome(' Beta', 'chrome-beta', ['google-chrome-beta']),
  'chrome-dev': chrome(' Dev', 'chrome-unstable', ['google-chrome-unstable']),
  'chrome-canary': {
    ...chrome(' Canary', 'chrome-canary', ['google-chrome-canary']),
    ...inWindows('Google', 'Chrome SxS', 'chrome'),
  },
  msedge: edge('', 'msedge', ['microsoft-edge-stable', 'microsoft-edge']),
  'msedge-beta': edge(' Beta', 'msedge-beta', ['microsoft-edge-beta']),
  'msedge-dev': edge(' Dev', 'msedge-dev', ['microsoft-edge-dev']),
  'msedge-canary': {
    ...edge(' Canary', 'msedge-canary', []),
    linux: undefined,
    ...inWindows('Microsoft', 'Edge SxS', 'msedge'),
  },
};

function chrome(suffix: string, folder: string, commands: readonly string[]): Places {
  const mac = `Google Chrome${suffix}`;
  return {
    linux: `/opt/google/${folder}/chrome`,
    commands,
    mac,
    ...inWindows('Google', `Chrome${suffix}`, 'chrome'),
  };
}

function edge(suffix: string, folder: string, commands: readonly string[]): Places {
  const mac = `Microsoft Edge${suffix}`;
  return {
    linux: `/opt/microsoft/${folder}/msedge`,
    commands,
    mac,
    ...inWindows('Microsoft', `Edge${suffix}`, 'msedge'),
  };
}

function inWindows(maker: string, product: string, program: string): Pick<Places, 'windows'> {
  return { windows: [maker, product, 'Application', `${program}.exe`] };
}
