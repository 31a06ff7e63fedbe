import type { Browser, OpenBrowser } from '../../browser/index.ts';
import { abortable } from '../../core/async.ts';
import { reasonOf } from '../../core/errors.ts';
import { show } from '../../core/problems.ts';
import { BrowserAuthError, ValidationFailed } from '../errors.ts';
import { profileIdOf } from './agentcore-profile.ts';
import { checkAuthForm } from './check-auth-form.ts';
import type {
  AgentCoreProfileAuth,
  SessionAuth,
  StorageStateAuth,
  StorageStateLoad,
} from './session-auth.ts';
import { isStorageState } from './storage-state.ts';

/**
 * Opens a browser that has the sign-ins of an earlier session, before its first page is loaded. What cannot be read is
 * said before the browser is opened; a browser that could not be signed in is closed again.
 *
 * @throws BrowserAuthError, or what opening throws
 */
export async function openSignedIn(
  browser: Browser,
  auth: SessionAuth | undefined,
  { signal, onWarning }: StorageStateLoad,
): Promise<OpenBrowser> {
  if (auth === undefined) return await browser.open({ signal });
  if (isProfile(auth)) return await browser.open({ signal, profileId: profileIdOf(auth) });
  const loading = (async () => await auth.load({ signal, onWarning }))();
  const state = await abortable(loading, signal).catch((error: unknown) => {
    throw readFailure(auth, error, signal);
  });
  if (state !== undefined && !isStorageState(state)) throw readFailure(auth, new Error(NO_STATE), signal);
  const opened = await browser.open({ signal });
  if (state === undefined) return opened;
  try {
    await abortable(opened.context.setStorageState(state), signal);
    return opened;
  } catch (error) {
    await opened.close().catch(() => {});
    throw readFailure(auth, error, signal);
  }
}

/** What is wrong with `auth`, before anything is opened. @throws ValidationFailed */
export function checkAuth(auth: SessionAuth | undefined, browser: Browser): void {
  if (auth === undefined) return;
  checkAuthForm(auth);
  const { keepsOwnSignIns: reason, kind } = browser;
  if (!isProfile(auth)) {
    if (reason === undefined) return;
    throw new ValidationFailed(
      `auth would put sign-ins into the browser, and take them out of it: ${reason}. Leave out \`auth\`, or give localBrowser() or agentCoreBrowser().`,
    );
  }
  profileIdOf(auth);
  if (kind === 'agentcore') return;
  throw new ValidationFailed(
    `auth is agentCoreProfile(…), but the browser is not that of AgentCore (it is ${show(kind)}). Give agentCoreBrowser() or set NOVA_ACT_BROWSER=agentcore; for other browsers there are storageStateFile(…) and s3StorageState(…).`,
  );
}

/** Whether AgentCore keeps them. */
export function isProfile(auth: SessionAuth): auth is AgentCoreProfileAuth {
  return !('load' in auth);
}

const NO_STATE = 'load() gave something else than a storage state, which has lists of cookies and origins';

function readFailure({ name }: StorageStateAuth, error: unknown, signal: AbortSignal): unknown {
  // A session that was canceled meanwhile says so itself.
  if (signal.aborted) return error;
  const message = `The sign-ins could not be read from ${name}: ${reasonOf(error)}. What is kept there was left as it is; remove it to begin signed out.`;
  return new BrowserAuthError(message, { cause: error });
}
