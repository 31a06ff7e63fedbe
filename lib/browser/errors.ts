import type { ErrorSource } from '../contract/error-source.ts';
import type { PageNewsKind } from '../contract/page-news.ts';
import { ExplainedError } from '../core/errors.ts';
import { withoutCredentials } from '../core/without-credentials.ts';

/**
 * A mistake that the model can mend: a box outside the viewport, an unknown option, a bad URL.
 * Its text goes back to the model, without user names and passwords of addresses, and the act goes on.
 */
export class AgentRedirectError extends Error {
  override readonly name = 'AgentRedirectError';
  readonly kind: PageNewsKind;
  /** The same for logs and streams, without what the page says or the agent has typed. */
  readonly summary: string;

  constructor(message: string, options: RedirectOptions = {}) {
    super(withoutCredentials(message), { cause: options.cause });
    this.kind = options.kind ?? 'refused';
    this.summary = options.summary ?? 'An action was not done; the agent was told why.';
  }
}

/** What a mistake is for those who watch. */
export interface RedirectOptions extends ErrorOptions {
  readonly kind?: PageNewsKind | undefined;
  readonly summary?: string | undefined;
}

/**
 * The browser is broken or gone, or a rule was broken. It ends the act. Addresses in its message have no user names and
 * passwords.
 */
export class ActuationError extends Error {
  override readonly name = 'ActuationError';

  constructor(message: string, options?: ErrorOptions) {
    super(withoutCredentials(message), options);
  }
}

/** A browser was described in a way that cannot be meant. Thrown where it is described, before anything is started. */
export class BrowserOptionsError extends ExplainedError {
  override readonly name = 'BrowserOptionsError';
  readonly code = 'browser-options';
  readonly source: ErrorSource = 'user';
  readonly retryable = false;
}

/**
 * No browser was found on this machine. The message lists where it was looked for and how to get one.
 */
export class BrowserNotFoundError extends ExplainedError {
  override readonly name = 'BrowserNotFoundError';
  /** Every file that was looked for, in order. */
  readonly lookedIn: readonly string[];

  constructor(message: string, options: { readonly lookedIn: readonly string[] }) {
    super(message);
    this.lookedIn = options.lookedIn;
  }
}
