import type { OpenBrowser } from '../../browser/index.ts';
import { abortable } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import type { ActMetadata } from '../act/reported-act.ts';
import { BrowserAuthError } from '../errors.ts';
import { isProfile } from './open-signed-in.ts';
import type { SessionAuth } from './session-auth.ts';

/**
 * Keeps what a browser has of sign-ins where the next session looks for it. What was kept there before is replaced, all of it
 * or nothing.
 *
 * @throws BrowserAuthError
 */
export async function keepSignIns(
  auth: SessionAuth,
  browser: OpenBrowser,
  options: {
    readonly timeoutMs: number;
    /** Of an act that has asked for it. */
    readonly metadata?: ActMetadata | undefined;
  },
): Promise<void> {
  const { timeoutMs, metadata } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await abortable(keep(auth, browser, signal), signal);
  } catch (error) {
    const reason = signal.aborted ? `it took longer than ${timeoutMs} ms` : messageOf(error);
    const place = isProfile(auth) ? 'the profile of AgentCore' : auth.name;
    throw new BrowserAuthError(`The sign-ins could not be saved to ${place}: ${reason}`, {
      cause: error,
      metadata,
    });
  }
}

/** Whether there is a place to keep them in. */
export function hasPlace(auth: SessionAuth | undefined): boolean {
  return auth !== undefined && (isProfile(auth) || auth.save !== undefined);
}

async function keep(auth: SessionAuth, browser: OpenBrowser, signal: AbortSignal): Promise<void> {
  if (isProfile(auth)) {
    if (browser.saveProfile === undefined) throw new Error('the browser was opened without it');
    return await browser.saveProfile({ signal });
  }
  if (auth.save === undefined) return;
  const { indexedDB = true } = auth;
  const state = await browser.context.storageState({ indexedDB });
  // Whoever waited has been told that it failed: nothing is replaced any more.
  signal.throwIfAborted();
  await auth.save(state, { signal });
}
