import { randomUUID } from 'node:crypto';
import type { CDPSession } from 'playwright-core';
import { messageOf } from '../../core/errors.ts';

/**
 * A JavaScript world of our own in one document. The DOM there is the page's, but globals and prototypes are the browser's own,
 * whatever the page has done to its.
 * @see https://chromium.googlesource.com/chromium/src/+/main/third_party/blink/renderer/bindings/core/v8/V8BindingDesign.md
 */
export class FrameWorld {
  readonly session: CDPSession;
  readonly #contextId: number;
  #isMarked = false;
  #isGone = false;

  private constructor(session: CDPSession, contextId: number) {
    this.session = session;
    this.#contextId = contextId;
    session.once('close', () => {
      this.#isGone = true;
    });
  }

  /** Undefined when the session has no such frame. */
  static async create(session: CDPSession, frameId: string): Promise<FrameWorld | undefined> {
    try {
      const world = { frameId, worldName: NAME };
      const { executionContextId } = await session.send('Page.createIsolatedWorld', world);
      return new FrameWorld(session, executionContextId);
    } catch (error) {
      if (/No frame/i.test(messageOf(error))) return undefined;
      throw error;
    }
  }

  /** Whether the process that it was in has ended. */
  isGone(): boolean {
    return this.#isGone;
  }

  /**
   * Runs an expression whose value is never undefined. The answer is undefined when the document is gone, so that nothing ran.
   * @throws Error what the expression throws.
   */
  async evaluate(expression: string, how: EvaluateHow): Promise<RemoteValue | undefined> {
    if (this.isGone()) return undefined;
    // Another process may have given the same number to another context by now.
    const marked = this.#isMarked ? `${MARK} ? ${expression} : undefined` : `(${MARK} = true, ${expression})`;
    try {
      const params = { contextId: this.#contextId, expression: marked, ...how };
      const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', params);
      if (exceptionDetails !== undefined)
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      this.#isMarked = true;
      return result.type === 'undefined' ? undefined : result;
    } catch (error) {
      if (/Cannot find context/.test(messageOf(error))) return undefined;
      throw error;
    }
  }
}

export interface EvaluateHow {
  readonly returnByValue: boolean;
  readonly awaitPromise: boolean;
  readonly userGesture: boolean;
}

export interface RemoteValue {
  /** JSON, if asked for by value. */
  readonly value?: unknown;
  /** Of an object, until it is released. */
  readonly objectId?: string;
}

const NAME = `nova-act ${randomUUID()}`;
const MARK = `globalThis[Symbol.for(${JSON.stringify(NAME)})]`;
