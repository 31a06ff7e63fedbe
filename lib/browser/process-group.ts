import type { Browser } from 'playwright-core';
import { within } from '../core/async.ts';

/** Waits for a gentle close; a browser that hangs is killed with all its processes. */
export async function endProcessGroup(given: {
  readonly gently: Promise<unknown>;
  readonly pid: number | undefined;
}): Promise<void> {
  const closed = given.gently.then(
    () => true,
    // An error of a browser that has gone already changes nothing.
    () => true,
  );
  const isClosed = await within({ work: closed, timeoutMs: GENTLE_CLOSE_MS, fallback: false });
  if (isClosed || given.pid === undefined) return;
  killGroup(given.pid);
  // Playwright sees the end of the process and removes the temporary profile.
  await within({ work: closed, timeoutMs: GENTLE_CLOSE_MS, fallback: false });
}

const GENTLE_CLOSE_MS = 5_000;

/** The process id of a browser that was launched here; undefined when it does not tell. */
export async function browserProcessId(browser: Browser): Promise<number | undefined> {
  try {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    return processInfo.find((info) => info.type === 'browser')?.id;
  } catch {
    return undefined;
  }
}

function killGroup(pid: number): void {
  const target = process.platform === 'win32' ? pid : -pid;
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}
