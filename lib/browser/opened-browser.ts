import type { BrowserContext, Page } from 'playwright-core';
import { type Cleanup, listen } from './cleanup.ts';
import { ActuationError } from './errors.ts';
import { Tabs } from './tabs.ts';
import type { OpenBrowser } from './types.ts';

/** A running browser: knows its newest tab, notices its end, closes once. */
export class OpenedBrowser implements OpenBrowser {
  readonly context: BrowserContext;
  readonly owns: ((page: Page) => boolean) | undefined;
  readonly saveProfile: OpenBrowser['saveProfile'];
  readonly cleanup: Cleanup | undefined;
  readonly isFree: ((page: Page) => boolean) | undefined;
  readonly #close: () => Promise<void>;
  readonly #tabs: Tabs;
  #closing: Promise<void> | undefined;
  #hasEnded = false;

  constructor(given: {
    readonly context: BrowserContext;
    readonly owns?: ((page: Page) => boolean) | undefined;
    readonly saveProfile?: OpenBrowser['saveProfile'];
    readonly cleanup?: Cleanup | undefined;
    readonly isFree?: ((page: Page) => boolean) | undefined;
    readonly close: () => Promise<void>;
  }) {
    const { context, cleanup } = given;
    this.context = context;
    this.owns = given.owns;
    this.saveProfile = given.saveProfile;
    this.cleanup = cleanup;
    this.isFree = given.isFree;
    this.#close = given.close;
    this.#tabs = new Tabs(given);
    const onEnd = (): void => {
      this.#hasEnded = true;
    };
    listen(cleanup, (verb) => context[verb]('close', onEnd));
    listen(cleanup, (verb) => context.browser()?.[verb]('disconnected', onEnd));
  }

  page(): Page {
    if (this.#closing !== undefined) throw new ActuationError('The browser is closed.');
    if (this.#hasEnded) {
      throw new ActuationError('The browser ended unexpectedly: it crashed or was closed from outside.');
    }
    const newest = this.#tabs.newest();
    if (newest === undefined)
      throw new ActuationError('The browser has no open tab: the last one was closed.');
    return newest;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
