import { expect, test } from '@jest/globals';
import {
  agentCoreBrowser,
  BrowserOptionsError,
  cdpBrowser,
  localBrowser,
  playwrightBrowser,
} from '../../lib/browser/index.ts';

/** What JavaScript may give, and what is said of it, where it is written. */
const WRONG: readonly [call: (options: never) => unknown, options: unknown, said: readonly string[]][] = [
  [localBrowser, { headles: true }, ['localBrowser has no option "headles". Did you mean "headless"?']],
  [
    localBrowser,
    { chrome_channel: 'chrome', user_data_dir: '/x' },
    [
      'localBrowser has no option "chrome_channel". Here it is `browser: localBrowser({ channel })`. ',
      'Nor "user_data_dir". Did you mean "userDataDir"?',
    ],
  ],
  [localBrowser, 'chrome', ['localBrowser was given a text in place of its options. Pass an object']],
  [localBrowser, { channel: 'foo' }, ['channel is "foo". It must be one of chromium, chrome,']],
  [localBrowser, { viewport: { width: '1600' } }, ['viewport of localBrowser is {"width":"1600"}.']],
  [localBrowser, { args: '--mute-audio' }, ['args of localBrowser is "--mute-audio". It must be a list']],
  [
    cdpBrowser,
    { endpoint_url: 'x' },
    ['cdpBrowser has no option "endpoint_url". Did you mean "endpointUrl"?'],
  ],
  [cdpBrowser, {}, ['endpointUrl of cdpBrowser is nothing. It must be the address of a browser']],
  [cdpBrowser, undefined, ['cdpBrowser was given nothing in place of its options']],
  [agentCoreBrowser, { sessionTimeout: 5 }, ['Did you mean "sessionTimeoutSeconds"?']],
  [playwrightBrowser, {}, ['playwrightBrowser was given {}. It takes a page or a context of Playwright.']],
];

test.each(WRONG)('%p does not take %j', (call, options, said) => {
  const describeBrowser = (): unknown => call(options as never);

  expect(describeBrowser).toThrow(BrowserOptionsError);
  expect(describeBrowser).toThrow(
    expect.objectContaining({
      name: 'BrowserOptionsError',
      code: 'browser-options',
      exitCode: 2,
      message: expect.stringContaining(said.join('')),
    }),
  );
});
