import type { CDPSession, Page } from 'playwright-core';

/** The CDP session of a tab: one for all who look at it or act in it. It lives as long as the tab, whatever is loaded there. */
export function pageSession(page: Page): Promise<CDPSession> {
  let session = sessions.get(page);
  if (session === undefined) {
    session = page.context().newCDPSession(page);
    sessions.set(page, session);
    // Of a tab that was only about to open, the next one may succeed.
    session.catch(() => sessions.delete(page));
  }
  return session;
}

/** Gives it back, so that what was asked for by it ends. Whoever needs one again gets another. */
export async function endPageSession(page: Page): Promise<void> {
  const session = sessions.get(page);
  sessions.delete(page);
  await (await session)?.detach();
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();
