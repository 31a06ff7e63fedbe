import type { CDPSession, Page } from 'playwright-core';
import { messageOf } from '../../core/errors.ts';
import { endFrameSessions, frameSession } from './frame-session.ts';
import { type EvaluateHow, FrameWorld, type RemoteValue } from './frame-world.ts';
import { endPageSession, pageSession } from './page-session.ts';

/** One frame, for scripts in a world of our own, which is made when it is needed, and anew for each document. */
export class PageFrame {
  readonly #page: Page;
  /** None for the frame that fills the tab. */
  readonly #parent: PageFrame | undefined;
  readonly #children = new Map<string, PageFrame>();
  #frameId: string | undefined;
  #world: FrameWorld | undefined;

  private constructor(
    page: Page,
    inside: { readonly parent?: PageFrame | undefined; readonly frameId?: string | undefined } = {},
  ) {
    this.#page = page;
    this.#parent = inside.parent;
    this.#frameId = inside.frameId;
  }

  /** The frame that fills a tab. */
  static main(page: Page): PageFrame {
    let frame = mainFrames.get(page);
    if (frame === undefined) {
      frame = new PageFrame(page);
      mainFrames.set(page, frame);
    }
    return frame;
  }

  /** Runs an expression that gives a text, or a promise of one. */
  async evaluate(expression: string, { userGesture = false }: ScriptOptions = {}): Promise<string> {
    const how = { returnByValue: true, awaitPromise: true, userGesture };
    const { result } = await this.#inWorld(expression, how);
    return String(result.value);
  }

  /** The frame in the frame element that an expression finds; undefined when there is none that can be looked into. */
  async child(expression: string): Promise<PageFrame | undefined> {
    const { world, result } = await this.#inWorld(expression, OBJECT);
    const { objectId } = result;
    if (objectId === undefined) return undefined;
    const { node } = await world.session.send('DOM.describeNode', { objectId });
    // Nobody waits for it: with the document, it goes anyway.
    world.session.send('Runtime.releaseObject', { objectId }).catch(() => {});
    return node.frameId === undefined ? undefined : await this.#childOf(node.frameId);
  }

  async #childOf(frameId: string): Promise<PageFrame | undefined> {
    const known = this.#children.get(frameId);
    if (known !== undefined) return known;
    const child = new PageFrame(this.#page, { parent: this, frameId });
    child.#world = await child.#newWorld();
    if (child.#world === undefined) return undefined;
    this.#children.set(frameId, child);
    return child;
  }

  /** A CDP session of the process that the frame lives in, which may be another one after a navigation. */
  async session(): Promise<CDPSession> {
    if (this.#world?.isGone() !== false) this.#world = await this.#newWorld();
    if (this.#world === undefined) throw new Error(DETACHED);
    return this.#world.session;
  }

  async #inWorld(
    expression: string,
    how: EvaluateHow,
  ): Promise<{ readonly world: FrameWorld; readonly result: RemoteValue }> {
    for (let attempt = 1; attempt <= MOST_WORLDS; attempt += 1) {
      const world = this.#world ?? (await this.#newWorld());
      if (world === undefined) continue;
      this.#world = world;
      const result = await this.#evaluate(world, expression, how);
      if (result !== undefined) return { world, result };
      this.#forget();
    }
    throw new Error(DETACHED);
  }

  async #evaluate(world: FrameWorld, expression: string, how: EvaluateHow): Promise<RemoteValue | undefined> {
    try {
      return await world.evaluate(expression, how);
    } catch (error) {
      // The process of a frame of another site may end while the tab goes on.
      const isGone = this.#parent !== undefined && !this.#page.isClosed() && CLOSED.test(messageOf(error));
      if (!isGone) throw error;
      this.#forget();
      throw new Error(DETACHED, { cause: error });
    }
  }

  /** A new document has new frames. */
  #forget(): void {
    this.#world = undefined;
    this.#children.clear();
  }

  async #newWorld(): Promise<FrameWorld | undefined> {
    const near = await (this.#parent === undefined ? pageSession(this.#page) : this.#parent.session());
    const frameId = this.#frameId ?? (await near.send('Page.getFrameTree')).frameTree.frame.id;
    const world = await FrameWorld.create(near, frameId);
    if (this.#parent === undefined) {
      // Stays the same, whatever is loaded, as far as one knows.
      this.#frameId = world === undefined ? undefined : frameId;
      return world;
    }
    const own = world === undefined ? await frameSession(this.#page, frameId) : undefined;
    return own === undefined ? world : await FrameWorld.create(own, frameId);
  }
}

/** Ends what scripts of ours have in a tab that stays open. */
export async function leavePage(page: Page): Promise<void> {
  mainFrames.delete(page);
  await Promise.allSettled([endFrameSessions(page), endPageSession(page)]);
}

export interface ScriptOptions {
  /** Whether the page is to take it for something that the user does: only then, it may open a file chooser. */
  readonly userGesture?: boolean | undefined;
}

const OBJECT: EvaluateHow = { returnByValue: false, awaitPromise: false, userGesture: false };
const mainFrames = new WeakMap<Page, PageFrame>();
/** How many documents may come and go before a script is run. */
const MOST_WORLDS = 3;
const CLOSED = /has been closed|Session closed|Target closed/;
/** Known to whoever asks whether a page has gone on to another one. */
const DETACHED = 'The frame was detached.';
