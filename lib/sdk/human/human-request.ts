import type { Page } from 'playwright-core';
import type { Actuator } from '../../browser/index.ts';
import type { HumanRequestKind } from '../../contract/progress.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';
import type { ActIds } from '../act/reported-act.ts';

/**
 * What a person is asked. Its members are plain data, which can be stored or sent elsewhere as JSON; what needs this process (the
 * signal, the screenshot, the page) is left out of that. A copy, `{ ...request }`, has all of them.
 */
export interface HumanRequest extends ActIds {
  /** Tells it from all other requests. */
  readonly requestId: string;
  readonly kind: HumanRequestKind;
  /** The workflow definition of the run. */
  readonly definitionName: string;
  /** What the agent says. It may quote the page, which may want to deceive: show it as text. */
  readonly message: string;
  /** The address of the page, without user name and password; empty when there is no page. */
  readonly url: string;
  readonly askedAt: Date;
  /** When nobody waits for the answer any more, at the latest. */
  readonly expiresAt: Date;
  /** Aborted when nobody waits for the answer any more; its reason says why. */
  readonly signal: AbortSignal;
  /** The page as it looks now: the data URL of an image. @throws ActuationError when there is none. */
  readonly screenshot: () => Promise<string>;
}

/** The agent wants to know whether it may do something. */
export interface ApproveRequest extends HumanRequest {
  readonly kind: 'approve';
}

/** The agent wants somebody to do something in the browser. */
export interface TakeOverRequest extends HumanRequest {
  readonly kind: 'takeOver';
  /**
   * Whether somebody at the machine of the browser sees it: `false` when it is headless, absent when nobody knows, as with an actuator of
   * your own.
   */
  readonly hasWindow?: boolean | undefined;
  /** The newest tab. */
  readonly page: Page;
  /** The tabs of the session that are open now, oldest first. Where others use the browser, too, theirs are not among them. */
  readonly pages: () => readonly Page[];
}

/**
 * A request as the callbacks get it. All members are its own, so that `{ ...request }` has them, too; JSON has those that are plain
 * data.
 */
export class AskedRequest<Kind extends HumanRequestKind> {
  readonly requestId: string;
  readonly kind: Kind;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly definitionName: string;
  readonly message: string;
  readonly url: string;
  readonly askedAt = new Date();
  readonly expiresAt: Date;
  readonly hasWindow: boolean | undefined;
  readonly signal: AbortSignal;
  readonly screenshot: () => Promise<string>;
  declare readonly page: Page;
  declare readonly pages: () => readonly Page[];

  constructor(given: AskedRequestParts<Kind>) {
    const { actuator, kind, ids } = given;
    this.requestId = given.requestId;
    this.kind = kind;
    this.workflowRunId = ids.workflowRunId;
    this.sessionId = ids.sessionId;
    this.actId = ids.actId;
    this.definitionName = given.definitionName;
    this.message = given.message;
    this.url = addressOf(actuator);
    this.expiresAt = new Date(this.askedAt.getTime() + given.timeoutMs);
    this.hasWindow = given.hasWindow;
    this.signal = given.signal;
    this.screenshot = () => actuator.screenshot();
    // Asked for when it is read: a person may open tabs.
    const isShown = kind === 'takeOver';
    Object.defineProperty(this, 'page', { get: () => actuator.page(), enumerable: isShown });
    Object.defineProperty(this, 'pages', { value: () => actuator.pages(), enumerable: isShown });
  }

  /** What can be stored, or sent elsewhere. */
  toJSON(): object {
    const { requestId, kind, workflowRunId, sessionId, actId, definitionName } = this;
    const { message, url, askedAt, expiresAt, hasWindow } = this;
    return {
      ...{ requestId, kind, workflowRunId, sessionId, actId, definitionName },
      ...{ message, url, askedAt, expiresAt, hasWindow },
    };
  }
}

/** What a request is made of. */
export interface AskedRequestParts<Kind extends HumanRequestKind> {
  readonly requestId: string;
  readonly kind: Kind;
  readonly ids: ActIds;
  readonly definitionName: string;
  readonly message: string;
  readonly timeoutMs: number;
  readonly hasWindow: boolean | undefined;
  readonly actuator: Actuator;
  readonly signal: AbortSignal;
}

/** A question can be answered also when a tab was closed in the same moment. */
function addressOf(actuator: Actuator): string {
  try {
    return withoutCredentials(actuator.address());
  } catch {
    return '';
  }
}
