import type { BrowserContext, Page } from 'playwright-core';
import type { PageNews } from '../contract/page-news.ts';
import type { Cleanup } from './cleanup.ts';
import type { CompleteDownload, PageDownload } from './download-record.ts';
import type { DownloadWait } from './downloads.ts';

/** Where a browser runs: on this machine, behind a CDP endpoint, in Amazon Bedrock AgentCore, or where the program has it. */
export type BrowserKind = 'local' | 'cdp' | 'agentcore' | 'own';

/** A browser as a value. Nothing is launched or connected before `open()`. */
export interface Browser {
  readonly kind: BrowserKind;
  /** Why sign-ins must be neither put into this browser nor taken out of it; absent where they may. */
  readonly keepsOwnSignIns?: string | undefined;
  /**
   * Launches or connects, and makes a page.
   * @throws BrowserNotFoundError when there is no browser on this machine.
   * @throws ActuationError when it does not start or cannot be reached.
   */
  open(options?: OpenOptions): Promise<OpenBrowser>;
}

export interface OpenOptions {
  /** Stops the opening; what was launched so far is closed. */
  readonly signal?: AbortSignal | undefined;
  /** Id of the profile of AgentCore that the session begins with. Browsers of other kinds have none. @default none */
  readonly profileId?: string | undefined;
}

/** A running browser. */
export interface OpenBrowser extends AsyncDisposable {
  readonly context: BrowserContext;
  /** Which tabs are this session's, where others use the browser, too; without it, all are. */
  readonly owns?: ((page: Page) => boolean) | undefined;
  /** Undoes at the end what the session does to a browser that goes on after it; without it, nothing need be undone. */
  readonly cleanup?: Cleanup | undefined;
  /** Which tabs are no session's, so that nobody else answers their dialogs. @default none */
  readonly isFree?: ((page: Page) => boolean) | undefined;
  /** The newest tab that has a document: one that is still opening, or became a download, has none. @throws ActuationError when there is none, or the browser has ended. */
  page(): Page;
  /** Keeps what the browser has in the profile that it was opened with; absent without one. @throws what the service says */
  readonly saveProfile?: ((options: { readonly signal: AbortSignal }) => Promise<void>) | undefined;
  /** Closes only what `open()` opened. Calling it again does nothing. */
  close(): Promise<void>;
}

/** Sizes and scroll position of the page, in CSS pixels. */
export interface BrowserDimensions {
  readonly scrollHeight: number;
  readonly scrollWidth: number;
  readonly scrollLeft: number;
  readonly scrollTop: number;
  readonly windowWidth: number;
  readonly windowHeight: number;
}

/** A rectangle in CSS pixels, relative to the viewport. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What the model sees of the page, in the form it has on the wire. */
export type Observation = {
  readonly activeURL: string;
  readonly browserDimensions: BrowserDimensions;
  /** By `nova-act-id` of {@link Observation.simplifiedDOM}; empty unless the DOM is captured. */
  readonly idToBboxMap: Readonly<Record<string, Rect>>;
  /** A data URL of one JPEG whose pixels are CSS pixels. */
  readonly screenshotBase64: string;
  /** HTML of what can be seen of the page; empty unless the DOM is captured. */
  readonly simplifiedDOM: string;
  /** Milliseconds since 1970, UTC. */
  readonly timestamp_ms: number;
  readonly userAgent: string;
};

/** A call as the service sends it. */
export type ServiceCall = { readonly callId: string; readonly name: string; readonly input: unknown };

export type ClickType = 'left' | 'left-double' | 'right';
export type ScrollDirection = 'up' | 'down' | 'left' | 'right';

/** What the model may do with the browser. Boxes are the raw text; `parseBox` reads them. */
export type BrowserAction =
  | { readonly name: 'agentClick'; readonly box: string; readonly clickType: ClickType }
  | { readonly name: 'agentHover'; readonly box: string }
  | {
      readonly name: 'agentScroll';
      readonly direction: ScrollDirection;
      readonly box: string;
      /** Without it, 75 % of what scrolls. */
      readonly distancePx?: number | undefined;
    }
  | { readonly name: 'agentType'; readonly value: string; readonly box: string; readonly pressEnter: boolean }
  | { readonly name: 'goToUrl'; readonly url: string }
  | { readonly name: 'wait'; readonly seconds: number }
  | { readonly name: 'think'; readonly value: string }
  | { readonly name: 'return'; readonly value: unknown }
  | { readonly name: 'throw'; readonly value: unknown }
  | { readonly name: 'waitForPageToSettle' }
  | { readonly name: 'takeObservation' };

/** A call of the service after decoding. */
export type DecodedCall =
  | { readonly type: 'action'; readonly callId: string; readonly action: BrowserAction }
  | {
      readonly type: 'tool';
      readonly callId: string;
      readonly name: string;
      readonly input: Record<string, unknown>;
    }
  | { readonly type: 'invalid'; readonly callId: string; readonly name: string; readonly reason: string };

export interface ActionOptions {
  /** Stops the work promptly; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A watch over a browser. */
export interface UntilEnd extends Disposable {
  /** Aborted by an ActuationError when the browser ends, is not reachable any more, or the tab in use crashes. */
  readonly signal: AbortSignal;
}

/** The hands and eyes of one browser session. */
export interface Actuator {
  /** The newest tab that has a document: the one that is observed and acted on. */
  page(): Page;
  /** The tabs of the session that are open, oldest first. */
  pages(): readonly Page[];
  /** Of what is observed and acted on. */
  address(): string;
  /** Watches the browser until it is disposed of, for work that waits for something else. */
  untilEnd(): UntilEnd;
  /** What has happened since the last call, for the agent; see {@link PageNews}. */
  takeNews(): readonly PageNews[];
  /** What pages have downloaded so far, newest last. */
  downloads(): readonly PageDownload[];
  /**
   * Gives each download once, when it is complete, oldest first; waits for one that is yet to come.
   * @throws ActuationError when it brought no file, or none came in time.
   */
  nextDownload(wait: DownloadWait): Promise<CompleteDownload>;
  /** Waits until nothing is being downloaded, and gives all. @throws ActuationError when that takes too long. */
  allDownloads(wait: DownloadWait): Promise<readonly PageDownload[]>;
  /** Waits a little (2 s) for downloads under way and cancels what is not there then. Call it before the browser is closed. */
  endDownloads(): Promise<void>;
  /** Waits until the page has shown that it is still, at most 4 s (longer while it navigates); tells of one that is not. */
  settle(options?: ActionOptions): Promise<void>;
  observe(options?: ActionOptions): Promise<Observation>;
  /**
   * Leaves the browser to a person until what it gives is disposed of. Where the browser has a window, dialogs and file choosers
   * of pages are shown in it and left to the person; elsewhere nobody would see them, and they are dealt with as always.
   */
  handOver(): Disposable;
  /** Whether somebody at its machine sees the browser; `undefined` when nobody knows. @throws ActuationError */
  hasWindow(): Promise<boolean | undefined>;
  /** The newest tab as it looks now, as the data URL of an image: for people. @throws ActuationError */
  screenshot(options?: ActionOptions): Promise<string>;
  /**
   * Navigates the current tab, for URLs that a developer gives (the starting page).
   * Returns when the document is parsed; `settle()` waits for the rest.
   * @throws ActuationError when the URL is not allowed or does not load.
   */
  goTo(url: string, options?: ActionOptions & { readonly timeoutMs?: number | undefined }): Promise<void>;
  /**
   * Does what the model asks. The value goes back to the model: null for most, the
   * {@link Observation} for `takeObservation`, the value itself for `return` and `throw`.
   * @throws AgentRedirectError when the model can mend it.
   * @throws ActuationError when it cannot.
   */
  perform(action: BrowserAction, options?: ActionOptions): Promise<unknown>;
}
