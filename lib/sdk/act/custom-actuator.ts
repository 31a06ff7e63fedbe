import type { BrowserAction, Observation } from '../../browser/index.ts';

/** Hands and eyes of your own: what an act does and sees, wherever that is. */
export interface CustomActuator {
  /** Called once, before the first act. */
  start(context: { readonly signal: AbortSignal }): Promise<void>;
  /** What the agent sees, in the form that it has on the wire. */
  observe(context: { readonly signal: AbortSignal }): Promise<Observation>;
  /**
   * Does what the agent asks.
   * @throws AgentRedirectError when the agent can mend it; anything else ends the act
   */
  perform(action: BrowserAction, context: { readonly signal: AbortSignal }): Promise<void>;
  /** Called once, when the session is closed, also when its start has failed. */
  stop(): Promise<void>;
}
