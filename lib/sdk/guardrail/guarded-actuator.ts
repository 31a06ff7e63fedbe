import { type Actuator, type BrowserAction, checkUrl } from '../../browser/index.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { abortable } from '../../core/async.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';
import type { PageCheck } from './guardrail.ts';

/**
 * The same actuator, for pages that pass only. What is on another page is neither shown nor acted on, and no answer comes
 * from it. A page that an action leads to is found by the next call.
 *
 * @param check throws for a page that is blocked
 */
export function guardedActuator(actuator: Actuator, check: PageCheck): Actuator {
  let passed: string | undefined;
  const pass = async (url: string, signal: AbortSignal | undefined): Promise<void> => {
    passed = undefined;
    await abortable(check(url), signal);
    passed = url;
  };
  const passPage = async (signal: AbortSignal | undefined): Promise<void> => {
    const url = withoutCredentials(actuator.address());
    if (url !== passed) await pass(url, signal);
  };
  const passTarget = async (given: string, signal: AbortSignal | undefined): Promise<void> => {
    // An address that cannot be opened is left to the actuator, which says why.
    const target = checkUrl(given, { allowedFileOpenPaths: ['*'] });
    if ('url' in target) await pass(withoutCredentials(target.url), signal);
  };
  const guarded: Actuator = {
    page: () => actuator.page(),
    pages: () => actuator.pages(),
    address: () => actuator.address(),
    takeNews: () => actuator.takeNews(),
    untilEnd: () => actuator.untilEnd(),
    downloads: () => actuator.downloads(),
    nextDownload: (wait) => actuator.nextDownload(wait),
    allDownloads: (wait) => actuator.allDownloads(wait),
    endDownloads: () => actuator.endDownloads(),
    settle: (options) => actuator.settle(options),
    // People may be on any page, and see it: the guardrail is for the agent.
    handOver: () => actuator.handOver(),
    hasWindow: () => actuator.hasWindow(),
    screenshot: (options) => actuator.screenshot(options),
    observe: async (options) => {
      const observation = await actuator.observe(options);
      await pass(observation.activeURL, options?.signal);
      return observation;
    },
    goTo: async (url, options) => {
      await passTarget(url, options?.signal);
      await actuator.goTo(url, options);
      // It may have been sent on to another page.
      await passPage(options?.signal);
    },
    perform: async (action, options) => {
      if (action.name === 'goToUrl') await passTarget(action.url, options?.signal);
      else if (USES_PAGE.has(action.name)) await passPage(options?.signal);
      if (action.name !== OPENING_CALL.observe) return await actuator.perform(action, options);
      return await guarded.observe(options);
    },
  };
  return guarded;
}

/** What must not be done on, or come from, a page that is blocked. */
const USES_PAGE: ReadonlySet<BrowserAction['name']> = new Set([
  'agentClick',
  'agentHover',
  'agentScroll',
  'agentType',
  'return',
]);
