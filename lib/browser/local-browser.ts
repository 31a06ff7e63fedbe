import {
  type BrowserContext,
  chromium,
  type LaunchOptions,
  type Browser as PlaywrightBrowser,
} from 'playwright-core';
import { abortable } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { closeOnSignals } from '../core/signals.ts';
import { ActuationError } from './errors.ts';
import { findBrowser } from './find-browser.ts';
import { launchOptions } from './launch-options.ts';
import { addressRules } from './network/browser-network.ts';
import { rememberFailures } from './network/connection-failures.ts';
import { type GuardedLaunch, guardLaunch } from './network/guard-launch.ts';
import { OpenedBrowser } from './opened-browser.ts';
import { browserProcessId, endProcessGroup } from './process-group.ts';
import type { Browser, OpenBrowser, OpenOptions } from './types.ts';
import { agentUserAgent } from './user-agent.ts';

/**
 * A Chromium, Chrome or Edge on this machine. Each `open()` starts one with a fresh profile.
 * @example
 * await using browser = await localBrowser().open();
 * await browser.page().goto('https://example.com');
 */
export function localBrowser(options: LocalBrowserOptions = {}): Browser {
  return { kind: 'local', open: (openOptions = {}) => openLocal(options, openOptions) };
}

export interface LocalBrowserOptions {
  /** Path of the browser. @default the environment, Playwright's own, then what the system has */
  readonly executablePath?: string | undefined;
  /**
   * Without a window. Forced where none can be shown.
   * @default true, unless the environment has NOVA_ACT_HEADLESS=0
   */
  readonly headless?: boolean | undefined;
  /** In CSS pixels. The model works best near the default. @default 1600 x 813 */
  readonly viewport?: { readonly width: number; readonly height: number } | undefined;
  /** @default the browser's own, without the word Headless and with the name of this agent */
  readonly userAgent?: string | undefined;
  /** More command line arguments. Those of NOVA_ACT_BROWSER_ARGS (separated by spaces) come before them. */
  readonly args?: readonly string[] | undefined;
  /** A profile folder that is used in place and kept. @default a fresh profile that is removed on close */
  readonly userDataDir?: string | undefined;
  /** Accepts certificates that cannot be verified. @default false */
  readonly ignoreHTTPSErrors?: boolean | undefined;
  readonly proxy?: Readonly<LaunchOptions['proxy']> | undefined;
  /** Records a video of each tab into `dir`; complete after close. @default no video */
  readonly recordVideo?: { readonly dir: string } | undefined;
  /** How long the browser may take to start, in milliseconds. @default 30000 */
  readonly launchTimeoutMs?: number | undefined;
  /** Hears what is worth knowing but no error, such as a missing sandbox. @default a process warning */
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** The viewport on which the model was tried most, in CSS pixels. */
export const DEFAULT_VIEWPORT = { width: 1600, height: 813 } as const;

interface Launched {
  readonly browser: PlaywrightBrowser | undefined;
  readonly context: BrowserContext;
}

async function openLocal(options: LocalBrowserOptions, { signal }: OpenOptions): Promise<OpenBrowser> {
  signal?.throwIfAborted();
  const found = findBrowser({ executablePath: options.executablePath });
  const launch = launchOptions({
    options,
    found,
    env: process.env,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
  });
  const guard = await guardLaunch({ launch, environment: process.env, rules: addressRules(process.env) });
  const opening = launchWithSandboxFallback({ options, launch: { ...launch, ...guard.launch } });
  let closing: Promise<unknown> | undefined;
  const closeLate = (): Promise<unknown> => {
    // Once: a second close of Playwright's would not wait for the first.
    closing ??= opening
      .then((late) => late.browser?.close() ?? late.context.close())
      .catch(() => {})
      .finally(guard.close);
    return closing;
  };
  // A signal of the process or an abort leaves a launch under way; it must not leave a browser behind.
  const stopWatching = closeOnSignals(closeLate);
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
  return await managed(launched, guard);
}

async function managed({ browser, context }: Launched, guard: GuardedLaunch): Promise<OpenBrowser> {
  rememberFailures(context, guard.failures);
  const pid = browser === undefined ? undefined : await browserProcessId(browser);
  const opened = new OpenedBrowser({
    context,
    close: async () => {
      // Closing the context first completes the videos.
      const gently = context.close().then(() => browser?.close());
      await endProcessGroup({ gently, pid });
      await guard.close();
      // Not before: a signal waits for a close that is under way.
      stopWatching();
    },
  });
  const stopWatching = closeOnSignals(() => opened.close());
  try {
    if (context.pages().length === 0) await context.newPage();
    return opened;
  } catch (error) {
    await opened.close();
    throw new ActuationError(`The browser ended while it started: ${messageOf(error)}`, { cause: error });
  }
}

async function launchWithSandboxFallback(given: {
  options: LocalBrowserOptions;
  launch: LaunchOptions & { chromiumSandbox: boolean };
}): Promise<Launched> {
  const { options, launch } = given;
  const notice = options.onNotice ?? warnOnce;
  if (!launch.chromiumSandbox) {
    notice(
      'The browser runs without its sandbox, because this process runs as root or was told so (--no-sandbox).',
    );
    return launchOnce(options, launch);
  }
  try {
    return await launchOnce(options, launch);
  } catch (error) {
    if (!/sandbox/i.test(messageOf(error))) throw error;
    notice('The browser runs without its sandbox, because this system does not allow one.');
    return launchOnce(options, { ...launch, chromiumSandbox: false });
  }
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
    return { browser: context.browser() ?? undefined, context };
  }
  const browser = await chromium.launch(launch);
  try {
    const userAgent = options.userAgent ?? (await agentUserAgent(browser));
    return { browser, context: await browser.newContext({ ...contextOptions, userAgent }) };
  } catch (error) {
    await browser.close().catch(() => {});
    throw error;
  }
}

const warned = new Set<string>();

function warnOnce(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  process.emitWarning(text, { type: 'NovaActBrowserWarning' });
}

/** Playwright appends its whole launch log; its beginning says what happened. */
function firstLines(text: string): string {
  return text.split('\n').slice(0, 3).join(' ').slice(0, 600);
}
