import type { HumanRequestKind } from '../../../contract/progress.ts';

/** Tells people that they are asked. An object of your own may be one. */
export interface Notifier {
  /** Names it where it fails. */
  readonly name: string;
  /** Tells them, once for each question; 40 s at most. @throws what is the reason of the failure */
  notify(notice: HumanNotice, context: { readonly signal: AbortSignal }): Promise<void> | void;
  /** Called when a session starts, before its browser: what it throws is why the session does not start. */
  prepare?(): Promise<void> | void;
}

/** What people are told. */
export interface HumanNotice {
  readonly kind: HumanRequestKind;
  /** One line, without what the agent asks: who asks for what, until when. */
  readonly subject: string;
  /** Opens the page. Whoever has it can answer, once: it is a secret. */
  readonly link: string;
  /** What the agent asks, in its words. */
  readonly message: string;
  /** The workflow definition of the run. */
  readonly definitionName: string;
  readonly workflowRunId: string;
  /** When the desk takes no answer any more. */
  readonly expiresAt: Date;
}
