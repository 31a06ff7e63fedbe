import { VARIABLE } from '../contract/variables.ts';
import { type BrowserChannel, channelFiles, checkChannel } from './channels.ts';
import { BrowserOptionsError } from './errors.ts';

/** The channel that is asked for, if one is. @throws BrowserOptionsError for a name that is none, or when a path is named, too */
export function namedChannel(options: BrowserChoice, env: Environment): NamedChannel | undefined {
  checkBrowserChoice(options);
  if (options.channel !== undefined)
    return { name: options.channel, source: 'option', by: 'the option channel' };
  const { [VARIABLE.browserChannel]: name, [VARIABLE.browserPath]: file } = env;
  if (!name || options.executablePath) return undefined;
  checkChannel(VARIABLE.browserChannel, name);
  if (file) throw bothNamed(VARIABLE.browserChannel, VARIABLE.browserPath);
  return { name, source: 'environment', by: `the environment variable ${VARIABLE.browserChannel}` };
}

/** Checks what somebody has written, before anything is looked for. @throws BrowserOptionsError */
export function checkBrowserChoice(options: BrowserChoice): void {
  if (options.channel === undefined) return;
  checkChannel('channel', options.channel);
  if (options.executablePath !== undefined) throw bothNamed('channel', 'executablePath');
}

/** Where a channel is looked for. */
export function filesOf(
  name: BrowserChannel,
  given: {
    readonly platform: NodeJS.Platform;
    readonly env: Environment;
    readonly playwrightPath: string | undefined;
  },
): readonly string[] {
  if (name !== 'chromium') return channelFiles(name, given);
  return given.playwrightPath === undefined ? [] : [given.playwrightPath];
}

/** What is said when it is not there. */
export function channelNotFound({ name, by }: NamedChannel, files: readonly string[]): string {
  const where = files.length === 0 ? ['nowhere: there is none for this system'] : files;
  return [
    `The browser "${name}" is not installed, which ${by} names. ${howToGet(name)}`,
    'Or leave the channel out to use any installed browser.',
    'Looked for:',
    ...where.map((file) => `  ${file}`),
  ].join('\n');
}

interface BrowserChoice {
  readonly channel?: BrowserChannel | undefined;
  readonly executablePath?: string | undefined;
}

interface NamedChannel {
  readonly name: BrowserChannel;
  readonly source: 'option' | 'environment';
  readonly by: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Playwright installs most of them. */
function howToGet(name: BrowserChannel): string {
  const isInstalledByHand = ['chrome-dev', 'chrome-canary', 'msedge-canary'].includes(name);
  return isInstalledByHand ? 'Get it from its maker.' : `Get it with: npx playwright-core install ${name}`;
}

function bothNamed(channel: string, file: string): BrowserOptionsError {
  return new BrowserOptionsError({
    what: `${channel} and ${file} both name a browser.`,
    fix: `Leave one of them out: ${channel} is for a build of Chrome or Edge in its usual place, ${file} for any other.`,
  });
}
