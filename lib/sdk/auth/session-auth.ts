import type { BrowserContext } from 'playwright-core';

/** Where a session finds what an earlier one kept of sign-ins: cookies and the local storage of pages. */
export interface SessionAuth {
  /** Said in errors, such as `the file auth.json`. */
  readonly name: string;
  /**
   * Puts into the browser what was kept, before its first page is opened. Nothing kept yet is no error.
   * @throws what is said in a BrowserAuthError
   */
  restore(context: BrowserContext, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Keeps what the browser has. @throws what is said in a BrowserAuthError */
  save(context: BrowserContext, options: { readonly signal: AbortSignal }): Promise<void>;
}
