import type { BrowserContext } from 'playwright-core';
import type { AgentCoreBrowser } from '../../browser/index.ts';

/** Where a session finds what an earlier one has kept of sign-ins, and keeps its own. */
export type SessionAuth = StorageStateAuth | AgentCoreProfileAuth;

/** Cookies, local storage and databases of pages, as Playwright has them. Whoever has them is signed in: keep them secret. */
export type StorageState = Exclude<Parameters<BrowserContext['setStorageState']>[0], string>;

/**
 * A place for what the browser has of sign-ins. Write one yourself for places that this library does not know; what it
 * throws is said in a BrowserAuthError.
 */
export interface StorageStateAuth {
  /** Said in errors, such as `the file sign-in.json`. */
  readonly name: string;
  /** @returns what was kept; `undefined` when there is nothing yet */
  load(options: StorageStateLoad): Promise<StorageState | undefined> | StorageState | undefined;
  /** Replaces what was kept. Without it, nothing is kept. */
  readonly save?:
    | ((state: StorageState, options: { readonly signal: AbortSignal }) => Promise<void> | void)
    | undefined;
  /** Whether databases of pages (IndexedDB) are kept, too. @default true */
  readonly indexedDB?: boolean | undefined;
}

/** What a place is asked with. */
export interface StorageStateLoad {
  readonly signal: AbortSignal;
  /** Hears what is no error, but should be known. */
  readonly onWarning: (message: string) => void;
}

/** A profile that AgentCore Browser keeps itself; see `agentCoreProfile`. */
export interface AgentCoreProfileAuth {
  /** @default that of `NOVA_ACT_BROWSER_PROFILE` */
  readonly profileId: string | undefined;
}

/** Only AgentCore Browser has profiles; without `browser`, the environment may have chosen it. */
export type AuthFits =
  | { readonly auth?: StorageStateAuth | undefined }
  | { readonly browser?: AgentCoreBrowser | undefined };
