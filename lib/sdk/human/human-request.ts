import type { Page } from 'playwright-core';
import type { Actuator } from '../../browser/index.ts';
import type { HumanRequestKind } from '../../contract/progress.ts';
import { withoutCredentials } from '../../core/without-credentials.ts';
import type { ActIds } from '../act/reported-act.ts';

/**
 * What a person is asked. Its members are plain data, which can be stored or sent elsewhere as JSON; what needs this process (the
 * signal, the screenshot, the page) is left out of that.
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
  /** The newest tab. */
  readonly page: Page;
}

/** A request as the callbacks get it. */
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
  readonly #actuator: Actuator;
  readonly #signal: AbortSignal;

  constructor(given: AskedRequestParts<Kind>) {
    const { workflowRunId, sessionId, actId } = given.ids;
    this.requestId = given.requestId;
    this.kind = given.kind;
    this.workflowRunId = workflowRunId;
    this.sessionId = sessionId;
    this.actId = actId;
    this.definitionName = given.definitionName;
    this.message = given.message;
    this.url = addressOf(given.actuator);
    this.expiresAt = new Date(this.askedAt.getTime() + given.timeoutMs);
    this.#actuator = given.actuator;
    this.#signal = given.signal;
  }

  get signal(): AbortSignal {
    return this.#signal;
  }

  get page(): Page {
    return this.#actuator.page();
  }

  /** Bound, because requests are taken apart. */
  readonly screenshot = (): Promise<string> => this.#actuator.screenshot();
}

/** What a request is made of. */
export interface AskedRequestParts<Kind extends HumanRequestKind> {
  readonly requestId: string;
  readonly kind: Kind;
  readonly ids: ActIds;
  readonly definitionName: string;
  readonly message: string;
  readonly timeoutMs: number;
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
