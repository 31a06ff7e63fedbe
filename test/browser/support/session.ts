import { afterAll, beforeAll } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  type Actuator,
  type CreateActuatorOptions,
  createActuator,
  type LocalBrowserOptions,
  localBrowser,
  type OpenBrowser,
} from '../../../lib/browser/index.ts';
import { type PageServer, startPageServer } from './page-server.ts';

/** One browser and one web server for all tests of a file. */
export interface Session {
  readonly browser: OpenBrowser;
  readonly actuator: Actuator;
  readonly server: PageServer;
  readonly page: Page;
  /** Opens a page made of this HTML and waits until it is settled. */
  show(html: string, headers?: Record<string, string>): Promise<Page>;
  /** The box of the element that a selector finds, as the model writes it. */
  box(selector: string): Promise<string>;
}

export function useSession(
  options: Partial<CreateActuatorOptions> = {},
  browserOptions: LocalBrowserOptions = {},
): Session {
  let browser: OpenBrowser | undefined;
  let actuator: Actuator | undefined;
  let server: PageServer | undefined;
  beforeAll(async () => {
    [browser, server] = await Promise.all([
      localBrowser({ onNotice: () => {}, ...browserOptions }).open(),
      startPageServer(),
    ]);
    actuator = createActuator({ browser, captureDom: true, ...options });
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), server?.close()]);
  });
  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The session starts with the tests.');
    return part;
  };
  return {
    get browser() {
      return started(browser);
    },
    get actuator() {
      return started(actuator);
    },
    get server() {
      return started(server);
    },
    get page() {
      return started(browser).page();
    },
    async show(html, headers) {
      await started(actuator).goTo(started(server).page(html, headers));
      await started(actuator).settle();
      return started(browser).page();
    },
    async box(selector) {
      const rect = await started(browser).page().locator(selector).first().boundingBox();
      if (rect === null) throw new Error(`${selector} has no box`);
      return `<box>${rect.y},${rect.x},${rect.y + rect.height},${rect.x + rect.width}</box>`;
    },
  };
}

/** Runs `work` and tells how long it took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
