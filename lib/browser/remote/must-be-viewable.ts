import type { CDPSession, Page } from 'playwright-core';

/** @returns whether it runs on a Mac @throws Error that says why pictures of it cannot be had */
export async function mustBeViewable(page: Page): Promise<boolean> {
  let session: CDPSession;
  try {
    session = await page.context().newCDPSession(page);
  } catch (error) {
    if (page.isClosed()) throw error;
    throw new Error(
      'This browser cannot be shown to a person elsewhere: only Chromium, and what is built on it, such as Chrome and Edge, can.',
      { cause: error },
    );
  }
  try {
    const { userAgent } = await session.send('Browser.getVersion');
    return userAgent.includes('Macintosh');
  } finally {
    await session.detach().catch(() => {});
  }
}
