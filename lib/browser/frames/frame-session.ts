import type { CDPSession, Frame, Page } from 'playwright-core';

/**
 * The CDP session of a frame that runs in a process of its own, as those of other sites do; undefined when there is no such frame.
 * @see https://chromium.googlesource.com/chromium/src/+/main/docs/process_model_and_site_isolation.md
 */
export async function frameSession(page: Page, frameId: string): Promise<CDPSession | undefined> {
  const targets = await Promise.all(page.frames().map(targetOf));
  return targets.find((target) => target?.frameId === frameId)?.session;
}

/** Gives back those of the frames of a tab. */
export async function endFrameSessions(page: Page): Promise<void> {
  const ending = page.frames().map(async (frame) => {
    const target = targets.get(frame);
    targets.delete(frame);
    await target?.session.detach();
  });
  await Promise.allSettled(ending);
}

interface FrameTarget {
  readonly session: CDPSession;
  /** Of the frame that the process is there for. */
  readonly frameId: string;
}

const targets = new WeakMap<Frame, FrameTarget>();

async function targetOf(frame: Frame): Promise<FrameTarget | undefined> {
  if (frame.parentFrame() === null) return undefined;
  const known = targets.get(frame);
  if (known !== undefined) return known;
  try {
    // Refused for frames that live in the process of the frame around them.
    const session = await frame.page().context().newCDPSession(frame);
    const { frameTree } = await session.send('Page.getFrameTree');
    const target = { session, frameId: frameTree.frame.id };
    targets.set(frame, target);
    session.once('close', () => targets.delete(frame));
    return target;
  } catch {
    return undefined;
  }
}
