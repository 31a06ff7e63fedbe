import type { Page } from 'playwright-core';
import { deferred, within } from '../core/async.ts';
import { pageSession } from './frames/page-session.ts';
import { isHeldRemotely, untilHeldRemotely } from './remote/remote-hold.ts';

/** Whether a person has the browser, and can see what it shows beside its pages. */
export class HandOver {
  /** Whether people see the browser; `undefined` when it does not say so. */
  readonly hasWindow: (page: Page) => Promise<boolean | undefined>;
  #end = deferred<void>();
  #holders = 0;

  constructor(hasWindow: HandOver['hasWindow'] | undefined) {
    this.hasWindow = hasWindow ?? seesWindow;
  }

  /** Begins; what it gives ends it. */
  begin(): Disposable {
    if (this.#holders === 0) this.#end = deferred<void>();
    this.#holders += 1;
    let isOver = false;
    return {
      [Symbol.dispose]: () => {
        if (isOver) return;
        isOver = true;
        this.#holders -= 1;
        if (this.#holders === 0) this.#end.resolve();
      },
    };
  }

  /** Resolves at its end, or when a person takes it from elsewhere; `undefined` when no person has the browser, or one who does not see its windows. */
  async untilEnd(page: Page): Promise<{ readonly end: Promise<void> } | undefined> {
    const context = page.context();
    if (this.#holders === 0 || isHeldRemotely(context)) return undefined;
    const end = Promise.race([this.#end.promise, untilHeldRemotely(context)]);
    return (await this.hasWindow(page)) ? { end } : undefined;
  }
}

/** A browser without a window says so, whatever name it gives to web sites. */
async function seesWindow(page: Page): Promise<boolean | undefined> {
  const asked = pageSession(page).then((session) => session.send('Browser.getVersion'));
  const version = await within({ work: asked, timeoutMs: VERSION_MS, fallback: undefined }).catch(
    () => undefined,
  );
  return version && !version.userAgent.includes('Headless');
}

const VERSION_MS = 1_000;
