import type { LaunchOptions } from 'playwright-core';
import { VARIABLE } from '../contract/variables.ts';
import type { FoundBrowser } from './find-browser.ts';
import type { LocalBrowserOptions } from './local-browser.ts';

/** Decides how to launch; launches nothing. */
export function launchOptions(
  given: LaunchConditions,
): LaunchOptions & { headless: boolean; chromiumSandbox: boolean } {
  const { options, found, env } = given;
  const headless = isHeadless(given);
  const extra = (env[VARIABLE.browserArgs] ?? '').split(/\s+/).filter((arg) => arg !== '');
  return {
    executablePath: found.executablePath,
    headless,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Without a window there is nothing to gain from a GPU, and starting its driver costs time.
      ...(headless ? ['--disable-gpu'] : []),
      ...(options.profileDirectory === undefined ? [] : [`--profile-directory=${options.profileDirectory}`]),
      ...extra,
      ...(options.args ?? []),
    ],
    // People and models tell from a scroll bar that there is more to see.
    ignoreDefaultArgs: [
      '--hide-scrollbars',
      // A profile of the user's own keeps its cookies by a key of the system's, which Playwright turns off.
      ...(options.copyProfile ? ['--password-store=basic', '--use-mock-keychain'] : []),
    ],
    // Chromium refuses its sandbox to root, the usual user of a container.
    chromiumSandbox:
      !given.isRoot && !extra.includes('--no-sandbox') && !options.args?.includes('--no-sandbox'),
    timeout: options.launchTimeoutMs ?? LAUNCH_TIMEOUT_MS,
    // Signals are handled by `closeOnSignals`, which leaves them to the program when it listens itself.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
  };
}

export const LAUNCH_TIMEOUT_MS = 30_000;

export interface LaunchConditions {
  readonly options: LocalBrowserOptions;
  readonly found: FoundBrowser;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
}

/** Headless unless asked otherwise, and always where no window can be shown. */
function isHeadless(given: LaunchConditions): boolean {
  const { options, found, env, platform } = given;
  if (found.headlessOnly) return true;
  const hasDisplay = Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  if (platform === 'linux' && !hasDisplay) return true;
  if (options.headless !== undefined) return options.headless;
  const wish = env[VARIABLE.headless]?.trim().toLowerCase();
  return wish === undefined || wish === '' || !['0', 'false', 'no', 'off'].includes(wish);
}
