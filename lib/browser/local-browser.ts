import {
  type BrowserContext,
  chromium,
  type LaunchOptions,
  type Browser as PlaywrightBrowser,
} from 'playwright-core';
import { abortable, within } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { closeOnSignals } from '../core/signals.ts';
import { BrowserProcesses, type CloseLimits } from './browser-processes.ts';
import type { BrowserChannel } from './channels.ts';
import { checkArguments, checkBrowserKeys, checkViewportOption } from './check-options.ts';
import { checkProfile, copyProfile } from './copy-profile.ts';
import { ActuationError } from './errors.ts';
import { findBrowser } from './find-browser.ts';
import { LAUNCH_TIMEOUT_MS, launchOptions } from './launch-options.ts';
import { checkBrowserChoice } from './named-channel.ts';
import { addressRules } from './network/browser-network.ts';
import { rememberFailures } from './network/connection-failures.ts';
import { type GuardedLaunch, guardLaunch } from './network/guard-launch.ts';
import { warnOnce } from './notice.ts';
import { OpenedBrowser } from './opened-browser.ts';
import type { Browser, OpenBrowser, OpenOptions } from './types.ts';
import { agentUserAgent } from './user-agent.ts';

/**
 * A Chromium, Chrome or Edge on this machine. Each `open()` starts one with a fresh profile.
 * @throws BrowserOptionsError for options that there are not, contradict each other or name what is not there
 * @example
 * await using browser = await localBrowser().open();
 * await browser.page().goto('https://example.com');
 */
export function localBrowser(options: LocalBrowserOptions = {}): Browser {
  checkBrowserKeys('localBrowser', options, LOCAL_KEYS);
  checkViewportOption('localBrowser', options.viewport);
  checkArguments('localBrowser', options.args);
  checkBrowserChoice(options);
  checkProfile(options);
  return {
    kind: 'local',
    keepsOwnSignIns:
      options.userDataDir === undefined ? undefined : 'a browser with `userDataDir` keeps them there itself',
    open: (openOptions = {}) => openLocal(options, openOptions),
  };
}

export interface LocalBrowserOptions {
  /** Path of the browser. @default the environment, Playwright's own, then what the system has */
  readonly executablePath?: string | undefined;
  /**
   * A build of Chrome or Edge, in place of a path; `chromium` is Playwright's own. One that is not installed is an error.
   * @default `NOVA_ACT_CHROME_CHANNEL`, otherwise as above
   */
  readonly channel?: BrowserChannel | undefined;
  /**
   * Without a window. Forced where none can be shown.
   * @default true, unless the environment has NOVA_ACT_HEADLESS=0
   */
  readonly headless?: boolean | undefined;
  /** In CSS pixels. The model works best near the default. @default 1600 x 813 */
  readonly viewport?: { readonly width: number; readonly height: number } | undefined;
  /** What the browser calls itself. @default the browser's own, without the word Headless and with the name of this agent */
  readonly userAgent?: string | undefined;
  /** More command line arguments. Those of NOVA_ACT_BROWSER_ARGS (separated by spaces) come before them. */
  readonly args?: readonly string[] | undefined;
  /** A profile folder that is used in place and kept. @default a fresh profile that is removed on close */
  readonly userDataDir?: string | undefined;
  /**
   * Works on a copy of the profile in `userDataDir`, which a browser may be using: in a temporary folder that only you can read, and
   * which is removed on close. The original stays as it is.
   * @default false
   */
  readonly copyProfile?: boolean | undefined;
  /** Which profile of `userDataDir`, by the name of its folder, such as `Profile 1`. @default the last one used; of a copy, `Default` */
  readonly profileDirectory?: string | undefined;
  /** Accepts certificates that cannot be verified. @default false */
  readonly ignoreHTTPSErrors?: boolean | undefined;
  /** Through which it connects: `server` (HTTP, HTTPS or SOCKS), `bypass`, `username`, `password`. @default that of the environment, such as HTTPS_PROXY */
  readonly proxy?: Readonly<LaunchOptions['proxy']> | undefined;
  /** Records a video of each tab into `dir`; complete after close. It needs Playwright's ffmpeg: `npx playwright-core install ffmpeg`. @default no video */
  readonly recordVideo?: { readonly dir: string } | undefined;
  /** How long the browser may take to start, in milliseconds. @default 30000 */
  readonly launchTimeoutMs?: number | undefined;
  /** Hears what is worth knowing but no error, such as a missing sandbox. @default a process warning */
  readonly onNotice?: ((text: string) => void) | undefined;
}

const LOCAL_KEYS = {
  executablePath: true,
  channel: true,
  headless: true,
  viewport: true,
  userAgent: true,
  args: true,
  userDataDir: true,
  copyProfile: true,
  profileDirectory: true,
  ignoreHTTPSErrors: true,
  proxy: true,
  recordVideo: true,
  launchTimeoutMs: true,
  onNotice: true,
} as const satisfies Record<keyof LocalBrowserOptions, true>;

/** The viewport on which the model was tried most, in CSS pixels. */
export const DEFAULT_VIEWPORT = { width: 1600, height: 813 } as const;

interface Launched {
  readonly browser: PlaywrightBrowser | undefined;
  readonly context: BrowserContext;
}

/** Opens one; `closeLimits` are for tests that cannot wait. */
export async function openLocal(
  options: LocalBrowserOptions,
  { signal, closeLimits }: OpenOptions & { readonly closeLimits?: CloseLimits | undefined },
): Promise<OpenBrowser> {
  signal?.throwIfAborted();
  const found = findBrowser({ executablePath: options.executablePath, channel: options.channel });
  const launch = launchOptions({
    options,
    found,
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
  });
  const processes = new BrowserProcesses({ onNotice: options.onNotice ?? warnOnce, limits: closeLimits });
  const guard = await guardLaunch({ launch, environment: process.env, rules: addressRules(process.env) });
  const guarded = { ...launch, ...guard.launch };
  const closed = new AbortController();
  const opening = withProfile(options, { processes, signal: closed.signal }).then((settled) =>
    launchWithSandboxFallback({ options: settled, launch: guarded, processes }),
  );
  let closing: Promise<void> | undefined;
  const closeLate = (): Promise<void> => {
    closed.abort(new Error('the browser was closed'));
    // Once: a second close of Playwright's would not wait for the first.
    closing ??= processes.end(opening.then(closeGently)).finally(guard.close);
    return closing;
  };
  // A signal of the process or an abort leaves a launch under way; it must not leave a browser behind.
  const stopWatching = closeOnSignals(closeLate, () => processes.endNow());
  let launched: Launched;
  try {
    launched = await abortable(opening, signal);
    stopWatching();
  } catch (error) {
    void closeLate().finally(stopWatching);
    signal?.throwIfAborted();
    throw new ActuationError(
      `The browser ${launch.executablePath} did not start: ${firstLines(messageOf(error))}`,
      { cause: error },
    );
  }
  return managed({ launched, processes, guard });
}

/** The same options, with the copy of a profile in its place. */
async function withProfile(
  options: LocalBrowserOptions,
  { processes, signal }: { readonly processes: BrowserProcesses; readonly signal: AbortSignal },
): Promise<LocalBrowserOptions> {
  const { userDataDir, copyProfile: copies } = options;
  if (!copies || userDataDir === undefined) return options;
  const onFolder = (folder: string): void => processes.removeLater(folder);
  return { ...options, userDataDir: await copyProfile({ ...options, userDataDir }, { onFolder, signal }) };
}

function managed(given: {
  readonly launched: Launched;
  readonly processes: BrowserProcesses;
  readonly guard: GuardedLaunch;
}): OpenBrowser {
  const { launched, processes, guard } = given;
  rememberFailures(launched.context, guard.failures);
  processes.learn();
  const opened = new OpenedBrowser({
    context: launched.context,
    close: async () => {
      await processes.end(closeGently(launched));
      await guard.close();
      // Not before: a signal waits for a close that is under way.
      stopWatching();
    },
  });
  const stopWatching = closeOnSignals(
    () => opened.close(),
    () => processes.endNow(),
  );
  return opened;
}

async function closeGently({ browser, context }: Launched): Promise<void> {
  // Closing the context first completes the videos.
  await context.close();
  await browser?.close();
}

interface Launch {
  readonly options: LocalBrowserOptions;
  readonly launch: LaunchOptions & { readonly chromiumSandbox: boolean };
  readonly processes: BrowserProcesses;
}

async function launchWithSandboxFallback(given: Launch): Promise<Launched> {
  const { options, launch } = given;
  const notice = options.onNotice ?? warnOnce;
  if (!launch.chromiumSandbox) {
    notice(
      'The browser runs without its sandbox, because this process runs as root or was told so (--no-sandbox).',
    );
    return launchInTime(given);
  }
  try {
    return await launchInTime(given);
  } catch (error) {
    if (!/sandbox/i.test(messageOf(error))) throw error;
    notice('The browser runs without its sandbox, because this system does not allow one.');
    return launchInTime({ ...given, launch: { ...launch, chromiumSandbox: false } });
  }
}

/** Playwright's own limit does not hold for a browser that hangs: it would wait for it to close. */
async function launchInTime(given: Launch): Promise<Launched> {
  const { launch, processes } = given;
  const timeoutMs = launch.timeout ?? LAUNCH_TIMEOUT_MS;
  const marked = { ...launch, timeout: 0, args: [...(launch.args ?? []), processes.mark] };
  const launching = launchOnce(given.options, marked);
  const launched = await within({ work: launching, timeoutMs, fallback: undefined });
  if (launched !== undefined) return launched;
  await processes.end(launching, 0);
  throw new Error(`it was not ready within ${timeoutMs} ms.`);
}

async function launchOnce(options: LocalBrowserOptions, launch: LaunchOptions): Promise<Launched> {
  const contextOptions = {
    viewport: options.viewport ?? DEFAULT_VIEWPORT,
    deviceScaleFactor: 1,
    ignoreHTTPSErrors: options.ignoreHTTPSErrors ?? false,
    ...(options.recordVideo === undefined ? {} : { recordVideo: options.recordVideo }),
  };
  if (options.userDataDir !== undefined) {
    const userAgent = options.userAgent === undefined ? {} : { userAgent: options.userAgent };
    const context = await chromium.launchPersistentContext(options.userDataDir, {
      ...launch,
      ...contextOptions,
      ...userAgent,
    });
    return await withPage({ browser: context.browser() ?? undefined, context });
  }
  const browser = await chromium.launch(launch);
  try {
    const userAgent = options.userAgent ?? (await agentUserAgent(browser));
    return await withPage({ browser, context: await browser.newContext({ ...contextOptions, userAgent }) });
  } catch (error) {
    // Why it did not start is the news; whoever launches kills what does not close.
    await browser.close().catch(() => {});
    throw error;
  }
}

async function withPage(launched: Launched): Promise<Launched> {
  if (launched.context.pages().length === 0) await launched.context.newPage();
  return launched;
}

/** Playwright appends its whole launch log; its beginning says what happened. */
function firstLines(text: string): string {
  return text.split('\n').slice(0, 3).join(' ').slice(0, 600);
}
